package io.slipway.status.domain;

import io.slipway.events.request.Action;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells the events of one environment, second by second, and folds them. */
public final class Story {

    public static final String ENVIRONMENT = "env-1";
    public static final Instant START = Instant.parse("2026-01-02T03:00:00Z");
    public static final Requester ADA = new Requester("ada", Origin.API);

    private final List<StatusEvent> told = new ArrayList<>();
    private final Map<String, List<String>> stages = new LinkedHashMap<>();
    private EnvironmentView view = EnvironmentView.unknown(ENVIRONMENT);
    private Deployment deployment;
    private long second;
    private long attempt;

    /** Stages with their services; a service that begins with {@code job} is a lifecycle job. */
    public Story described(Map<String, List<String>> layout) {
        stages.clear();
        stages.putAll(layout);
        return tell(new StatusEvent.EnvironmentDescribed(ENVIRONMENT, next(), now(), "shop", 7, stages()));
    }

    public Story begins(String id, Action action, String... services) {
        return deployment(id, action, Phase.ONGOING, null, services);
    }

    public Story deployment(String id, Action action, Phase phase, String activeStage, String... services) {
        return deployment(id, action, phase, activeStage, List.of(services));
    }

    private Story deployment(String id, Action action, Phase phase, String activeStage, List<String> services) {
        Instant startedAt = deployment != null && deployment.id().equals(id) ? deployment.startedAt() : now();
        deployment = new Deployment(
                id,
                List.of(id),
                action,
                null,
                ADA,
                START,
                startedAt,
                phase.isFinal() ? now() : null,
                phase,
                7,
                services,
                activeStage);
        return tell(new StatusEvent.DeploymentChanged(ENVIRONMENT, next(), now(), deployment, List.of()));
    }

    /** The deployment goes on to another phase. */
    public Story turns(Phase phase) {
        return deployment(deployment.id(), deployment.action(), phase, null, deployment.serviceIds());
    }

    /** The deployment opens a stage. */
    public Story opens(String stage) {
        return deployment(deployment.id(), deployment.action(), deployment.phase(), stage, deployment.serviceIds());
    }

    public Story queued(StatusEvent.QueuedRequest... queue) {
        return tell(new StatusEvent.DeploymentChanged(ENVIRONMENT, next(), now(), deployment, List.of(queue)));
    }

    public Story service(String id, DeploymentState... states) {
        for (DeploymentState state : states) {
            if (state.group() == DeploymentState.Group.ACTIVE) {
                attempt++;
            }
            service(id, state, attempt, null, List.of(), null);
        }
        return this;
    }

    public Story service(
            String id,
            DeploymentState state,
            long withAttempt,
            StepFailure failure,
            List<Endpoint> endpoints,
            String version) {
        return tell(new StatusEvent.ServiceChanged(
                ENVIRONMENT,
                next(),
                now(),
                deployment.id(),
                id,
                id,
                kind(id),
                "stage",
                state,
                withAttempt,
                failure,
                endpoints,
                version));
    }

    public Story forgotten() {
        return tell(new StatusEvent.EnvironmentForgotten(ENVIRONMENT, next(), now()));
    }

    public Story running(String service, RunningState state, ServiceRunning.Instance... instances) {
        second++;
        return tell(new ServiceRunning(ENVIRONMENT, service, state, List.of(instances), now()));
    }

    public Story waits(long seconds) {
        second += seconds;
        return this;
    }

    public Story tell(StatusEvent event) {
        told.add(event);
        view = Fold.fold(view, event);
        return this;
    }

    public Story tell(ServiceRunning event) {
        view = Fold.fold(view, event);
        return this;
    }

    public List<StatusEvent> told() {
        return told;
    }

    public EnvironmentView view() {
        return view;
    }

    public EnvironmentStatus status() {
        return status(view);
    }

    public static EnvironmentStatus status(EnvironmentView view) {
        if (Projection.publish(view) instanceof Publication.Status(EnvironmentView _, EnvironmentStatus status)) {
            return status;
        }
        throw new AssertionError("there is no status to publish");
    }

    public StageStatus stage(String id) {
        return status().stages().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    public ServiceStatus service(String id) {
        return status().stages().stream()
                .flatMap(stage -> stage.services().stream())
                .filter(service -> service.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The time of the last event. */
    public Instant now() {
        return START.plusSeconds(second);
    }

    public long nextAttempt() {
        return ++attempt;
    }

    private long next() {
        second++;
        return told.size() + 1L;
    }

    private List<StatusEvent.Stage> stages() {
        return stages.entrySet().stream()
                .map(stage -> new StatusEvent.Stage(
                        stage.getKey(),
                        stage.getKey(),
                        stage.getValue().stream()
                                .map(id -> new StatusEvent.Member(id, id, kind(id), id.endsWith("-skipped")))
                                .toList()))
                .toList();
    }

    private static ServiceKind kind(String id) {
        return id.startsWith("job") ? ServiceKind.LIFECYCLE_JOB : ServiceKind.APPLICATION;
    }
}
