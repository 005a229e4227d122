package io.slipway.orchestrator.domain;

import io.slipway.events.request.Action;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.Image;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.request.Versions;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.QueuedDeployment;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the world is told. */
final class Statuses {

    private Statuses() {}

    static List<StatusEvent.QueuedRequest> queue(List<QueuedDeployment> queue) {
        return queue.stream()
                .map(queued -> new StatusEvent.QueuedRequest(
                        queued.id(),
                        queued.requestIds(),
                        queued.action(),
                        queued.jobEvent(),
                        queued.requestedBy(),
                        queued.requestedAt(),
                        queued.environmentWide() ? List.of() : queued.serviceIds()))
                .toList();
    }

    static StatusEvent.Deployment deployment(OpenRun run, @Nullable Instant endedAt) {
        QueuedDeployment request = run.plan.request();
        PlannedStage active = endedAt == null ? run.currentStage() : null;
        StatusEvent.Phase phase = switch (run.phase) {
            case ONGOING -> StatusEvent.Phase.ONGOING;
            case CANCELING, CANCELING_FORCED -> StatusEvent.Phase.CANCELING;
            case SUCCEEDED -> StatusEvent.Phase.SUCCEEDED;
            case FAILED -> StatusEvent.Phase.FAILED;
            case CANCELED -> StatusEvent.Phase.CANCELED;
            case PARKED, QUEUED, WITHDRAWN, MERGED, REJECTED ->
                throw new IllegalStateException("a run cannot be " + run.phase);
        };
        return new StatusEvent.Deployment(
                run.plan.id(),
                request.requestIds(),
                request.action(),
                request.jobEvent(),
                request.requestedBy(),
                request.requestedAt(),
                run.plan.startedAt(),
                endedAt,
                phase,
                run.spec.version(),
                List.copyOf(run.steps.view().keySet()),
                active == null ? null : active.stageId());
    }

    /** Stages with their services; two equal descriptions need not be told twice. */
    static List<StatusEvent.Stage> describe(EnvironmentSpec spec) {
        Map<String, List<StatusEvent.Member>> members = new HashMap<>();
        for (ServiceSpec service : spec.services()) {
            members.computeIfAbsent(service.stageId(), _ -> new ArrayList<>())
                    .add(new StatusEvent.Member(
                            service.id(), service.name(), service.serviceKind(), service.skipped()));
        }
        return spec.stages().stream()
                .map(stage ->
                        new StatusEvent.Stage(stage.id(), stage.name(), members.getOrDefault(stage.id(), List.of())))
                .toList();
    }

    /** Publishes the service's state as the step leaves it. */
    static void publishService(Draft draft, OpenRun run, PlannedStage stage, PlannedStep step) {
        ServiceSpec service = run.service(step);
        StepProgress progress = run.progress(step);
        ServiceRecord record = draft.service(step.serviceId());
        boolean settled = progress.state().terminal();
        draft.publish(new StatusEvent.ServiceChanged(
                draft.environmentId,
                draft.nextSequence(),
                draft.at,
                run.plan.id(),
                service.id(),
                service.name(),
                service.serviceKind(),
                stage.stageId(),
                shown(progress.state(), run.plan.request().action(), record),
                settled ? record.attempt() : progress.attempt(),
                settled ? record.failure() : null,
                record.endpoints(),
                settled ? record.version() : coming(run, service, step, record)));
    }

    /** The state of a service that a step in {@code state} shows. */
    static DeploymentState shown(StepState state, Action action, ServiceRecord record) {
        return switch (state) {
            case AWAITING_BUILD, AWAITING_DEPLOY -> DeploymentState.queued(action);
            case BUILDING -> DeploymentState.BUILDING;
            case DEPLOYING, RUNNING_JOB, HARVESTING -> DeploymentState.active(action);
            case CANCELING_BUILD, CANCELING_DEPLOY, CANCELING_JOB -> DeploymentState.CANCELING;
            case SUCCEEDED, BUILD_ERROR, FAILED, CANCELED, NOT_REACHED -> record.state();
        };
    }

    /** The version that the deployment brings, as far as it is known; the one that runs if it brings none. */
    private static @Nullable String coming(OpenRun run, ServiceSpec service, PlannedStep step, ServiceRecord record) {
        Action action = run.plan.request().action();
        if (!action.deploys() && action != Action.FORCE_RUN) {
            return record.version();
        }
        StepState state = run.state(step);
        boolean built = step.builds() && state != StepState.AWAITING_BUILD && state != StepState.BUILDING;
        Image image = record.image();
        if (built && image != null && image.commit() != null && state != StepState.CANCELING_BUILD) {
            return image.commit();
        }
        return Versions.shown(service, step.version());
    }

    /** The version that the step has brought. */
    static @Nullable String brought(ServiceSpec service, PlannedStep step, ServiceRecord record) {
        boolean fromGit = service.imageSource().orElse(null) instanceof ImageSource.Git;
        Image image = record.image();
        return fromGit && image != null && image.commit() != null
                ? image.commit()
                : Versions.shown(service, step.version());
    }
}
