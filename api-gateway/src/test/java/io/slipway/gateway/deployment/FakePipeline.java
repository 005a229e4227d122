package io.slipway.gateway.deployment;

import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stands in for orchestrator and aggregator: publishes for one environment what a test says, each change to
 * {@code service.status} and then, folded, to {@code environment.status}.
 */
final class FakePipeline {

    private static final EventFactory EVENTS = EventFactory.of("fake-pipeline");

    private final EventPublisher publisher;
    private final String environmentId;
    private final List<StatusEvent.Stage> stages;
    private final Map<String, ServiceStatus> services = new LinkedHashMap<>();
    private final List<QueuedRequest> queue = new ArrayList<>();
    private Deployment deployment;
    private long eventSequence;
    private long statusSequence;
    private boolean reporting = true;
    private boolean telling = true;

    FakePipeline(EventPublisher publisher, String environmentId, List<StatusEvent.Stage> stages) {
        this.publisher = publisher;
        this.environmentId = environmentId;
        this.stages = stages;
        for (StatusEvent.Stage stage : stages) {
            for (StatusEvent.Member member : stage.services()) {
                services.put(
                        member.id(), status(member, DeploymentState.READY, null, 0, null, null, null, List.of(), null));
            }
        }
    }

    static StatusEvent.Member member(String id, String name, ServiceKind kind) {
        return new StatusEvent.Member(id, name, kind, false);
    }

    /** From now on only {@code service.status} is written, as if the aggregator lagged behind. */
    FakePipeline withoutStatus() {
        reporting = false;
        return this;
    }

    FakePipeline withStatus() {
        reporting = true;
        return this;
    }

    /** From now on only {@code environment.status} is written, as if the gateway read the other topic more slowly. */
    FakePipeline withoutEvents() {
        telling = false;
        return this;
    }

    FakePipeline describe() {
        emit(new StatusEvent.EnvironmentDescribed(environmentId, ++eventSequence, now(), "env", 1, stages));
        return this;
    }

    FakePipeline begin(DeployRequested request, String... serviceIds) {
        return begin(request, List.of(request.requestId()), List.of(serviceIds));
    }

    FakePipeline begin(DeployRequested request, List<String> requestIds, List<String> serviceIds) {
        queue.removeIf(waiting -> waiting.id().equals(request.requestId()));
        deployment = new Deployment(
                request.requestId(),
                requestIds,
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                now(),
                null,
                Phase.ONGOING,
                request.specVersion() == null ? 1 : request.specVersion(),
                serviceIds,
                null);
        changed();
        return this;
    }

    FakePipeline enqueue(DeployRequested request) {
        queue.add(new QueuedRequest(
                request.requestId(),
                List.of(request.requestId()),
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                request.serviceIds()));
        changed();
        return this;
    }

    FakePipeline withdraw(String requestId) {
        queue.removeIf(waiting -> waiting.id().equals(requestId));
        changed();
        return this;
    }

    FakePipeline phase(Phase phase) {
        Deployment d = deployment;
        deployment = new Deployment(
                d.id(),
                d.requestIds(),
                d.action(),
                d.jobEvent(),
                d.requestedBy(),
                d.requestedAt(),
                d.startedAt(),
                phase.isFinal() ? now() : null,
                phase,
                d.specVersion(),
                d.serviceIds(),
                null);
        changed();
        return this;
    }

    FakePipeline service(String id, DeploymentState state, long attempt) {
        return service(id, state, attempt, null, List.of(), null);
    }

    FakePipeline service(
            String id,
            DeploymentState state,
            long attempt,
            StepFailure failure,
            List<Endpoint> endpoints,
            String version) {
        StatusEvent.Stage stage = stages.stream()
                .filter(s -> s.services().stream().anyMatch(m -> m.id().equals(id)))
                .findFirst()
                .orElseThrow();
        StatusEvent.Member member = stage.services().stream()
                .filter(m -> m.id().equals(id))
                .findFirst()
                .orElseThrow();
        Instant now = now();
        Instant startedAt = Optional.ofNullable(services.get(id).startedAt()).orElse(now);
        services.put(id, status(member, state, deployment.id(), attempt, now, startedAt, failure, endpoints, version));
        emit(new StatusEvent.ServiceChanged(
                environmentId,
                ++eventSequence,
                now,
                deployment.id(),
                id,
                member.name(),
                member.kind(),
                stage.id(),
                state,
                attempt,
                failure,
                endpoints,
                version));
        return this;
    }

    /** Everything that takes part runs through, and the deployment succeeds. */
    FakePipeline succeed(long firstAttempt) {
        long attempt = firstAttempt;
        for (String id : deployment.serviceIds()) {
            service(id, DeploymentState.active(deployment.action()), attempt);
            service(id, DeploymentState.succeeded(deployment.action()), attempt++);
        }
        return phase(Phase.SUCCEEDED);
    }

    /** The pods of a service and what they do. */
    FakePipeline running(String id, RunningState state, Instance... instances) {
        ServiceStatus s = services.get(id);
        services.put(
                id,
                new ServiceStatus(
                        s.id(),
                        s.name(),
                        s.kind(),
                        s.skipped(),
                        s.state(),
                        state,
                        s.deploymentId(),
                        s.attempt(),
                        s.changedAt(),
                        s.startedAt(),
                        s.buildMillis(),
                        s.deployMillis(),
                        s.failure(),
                        s.endpoints(),
                        s.version(),
                        List.of(instances)));
        statusSequence++;
        publish(present());
        return this;
    }

    void reject(DeployRequested request, DeployRejected.Reason reason, String message) {
        DeployRejected rejected = new DeployRejected(
                request.requestId(), environmentId, request.action(), reason, message, request.requestedBy(), now());
        await(publisher.publish(
                TopicCatalog.DEPLOY_REJECTED, environmentId, EVENTS.event(environmentId, null, rejected)));
    }

    void harvest(String jobId, long attempt, List<OutputVariable> outputs) {
        OutputHarvested harvested = new OutputHarvested(
                new StepRef(environmentId, deployment.id(), jobId, StepKind.JOB, attempt),
                JobEvent.START,
                new OutputHarvested.Result.Harvested(outputs),
                now());
        await(publisher.publish(
                TopicCatalog.OUTPUT_HARVESTED, environmentId, EVENTS.event(jobId, deployment.id(), harvested)));
    }

    void log(String serviceId, long attempt, Instant at, String message) {
        DeploymentLogLine line = new DeploymentLogLine(
                environmentId,
                deployment.id(),
                serviceId,
                attempt,
                DeploymentLogLine.Source.BUILD,
                DeploymentLogLine.Level.INFO,
                message,
                at);
        await(publisher.publish(
                TopicCatalog.DEPLOYMENT_LOG, environmentId, EVENTS.event(serviceId, deployment.id(), line)));
    }

    /** Publishes the present status once more, with the number that it had. */
    void repeatStatus() {
        publish(present());
    }

    void publish(EnvironmentStatus status) {
        await(publisher.publish(
                TopicCatalog.ENVIRONMENT_STATUS, environmentId, EVENTS.event(environmentId, null, status)));
    }

    void publish(StatusEvent event) {
        await(publisher.publish(TopicCatalog.SERVICE_STATUS, environmentId, EVENTS.event(environmentId, null, event)));
    }

    void forgetStatus() {
        await(publisher.forget(TopicCatalog.ENVIRONMENT_STATUS, environmentId));
    }

    long statusSequence() {
        return statusSequence;
    }

    long eventSequence() {
        return eventSequence;
    }

    Deployment deployment() {
        return deployment;
    }

    /** The status as it was reported last. */
    EnvironmentStatus present() {
        return new EnvironmentStatus(
                environmentId,
                statusSequence,
                now(),
                "env",
                1,
                state(),
                RunningState.RUNNING,
                deployment,
                queue,
                stages.stream().map(this::stage).toList());
    }

    private void changed() {
        emit(new StatusEvent.DeploymentChanged(environmentId, ++eventSequence, now(), deployment, queue));
    }

    private void emit(StatusEvent event) {
        if (telling) {
            publish(event);
        }
        if (reporting) {
            statusSequence++;
            publish(present());
        }
    }

    private DeploymentState state() {
        if (deployment == null) {
            return DeploymentState.READY;
        }
        Action action = deployment.action();
        return switch (deployment.phase()) {
            case ONGOING -> DeploymentState.active(action);
            case CANCELING -> DeploymentState.CANCELING;
            case SUCCEEDED -> DeploymentState.succeeded(action);
            case FAILED -> DeploymentState.failed(action);
            case CANCELED -> DeploymentState.CANCELED;
        };
    }

    private StageStatus stage(StatusEvent.Stage stage) {
        return new StageStatus(
                stage.id(),
                stage.name(),
                StageProgress.DONE,
                null,
                null,
                stage.services().stream().map(m -> services.get(m.id())).toList());
    }

    private static ServiceStatus status(
            StatusEvent.Member member,
            DeploymentState state,
            String deploymentId,
            long attempt,
            Instant changedAt,
            Instant startedAt,
            StepFailure failure,
            List<Endpoint> endpoints,
            String version) {
        return new ServiceStatus(
                member.id(),
                member.name(),
                member.kind(),
                member.skipped(),
                state,
                RunningState.RUNNING,
                deploymentId,
                attempt,
                changedAt,
                startedAt,
                null,
                null,
                failure,
                endpoints,
                version,
                List.of());
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static void await(java.util.concurrent.CompletionStage<Void> stage) {
        stage.toCompletableFuture().join();
    }
}
