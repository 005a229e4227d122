package io.slipway.status.domain;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.status.domain.EnvironmentView.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What dashboards are shown of a view. */
public final class Projection {

    private Projection() {}

    /**
     * Publishes the view as it is: takes the next number. Of an environment that no status event has told of there is
     * nothing to publish.
     */
    public static Publication publish(EnvironmentView view) {
        Progress progress = view.progress();
        Instant at = progress.at();
        if (progress.folded() == 0 || at == null) {
            return new Publication.Nothing();
        }
        long sequence = progress.published() + 1;
        EnvironmentView next =
                view.with(new Progress(progress.folded(), sequence, at, progress.forgotten(), progress.shownActive()));
        return progress.forgotten()
                ? new Publication.Tombstone(next)
                : new Publication.Status(next, status(view, sequence, at));
    }

    private static EnvironmentStatus status(EnvironmentView view, long sequence, Instant at) {
        EnvironmentView.Layout layout = view.layout();
        EnvironmentView.Deployments deployments = view.deployments();
        Map<String, List<ServiceRunning.Instance>> instances =
                Instances.of(view.running().values());
        List<StageStatus> stages = layout == null
                ? List.of()
                : layout.stages().stream()
                        .map(stage -> stage(stage, view, instances))
                        .toList();
        return new EnvironmentStatus(
                view.environmentId(),
                sequence,
                at,
                layout == null ? "" : layout.name(),
                layout == null ? 0 : layout.specVersion(),
                EnvironmentStates.of(view),
                RunningStates.of(stages.stream()
                        .flatMap(stage -> stage.services().stream())
                        .map(ServiceStatus::running)
                        .toList()),
                view.deployment(),
                deployments == null ? List.of() : deployments.queue(),
                stages);
    }

    private static StageStatus stage(
            StatusEvent.Stage stage, EnvironmentView view, Map<String, List<ServiceRunning.Instance>> instances) {
        StageRules.Standing standing = StageRules.of(stage, view);
        return new StageStatus(
                stage.id(),
                stage.name(),
                standing.progress(),
                standing.startedAt(),
                standing.endedAt(),
                stage.services().stream()
                        .map(member -> service(member, view, instances.getOrDefault(member.id(), List.of())))
                        .toList());
    }

    private static ServiceStatus service(
            StatusEvent.Member member, EnvironmentView view, List<ServiceRunning.Instance> instances) {
        Map<String, ServiceView> services = view.services();
        return service(member, services.get(member.id()), view.running().get(member.id()), instances);
    }

    private static ServiceStatus service(
            StatusEvent.Member member,
            @Nullable ServiceView service,
            @Nullable ServiceRunning running,
            List<ServiceRunning.Instance> instances) {
        RunningState state = running == null ? RunningState.STOPPED : running.state();
        if (service == null) {
            return new ServiceStatus(
                    member.id(),
                    member.name(),
                    member.kind(),
                    member.skipped(),
                    DeploymentState.READY,
                    state,
                    null,
                    0,
                    null,
                    null,
                    null,
                    null,
                    null,
                    List.of(),
                    null,
                    instances);
        }
        ServiceView.Course course = service.course();
        return new ServiceStatus(
                member.id(),
                member.name(),
                member.kind(),
                member.skipped(),
                service.state(),
                state,
                course.deploymentId().isEmpty() ? null : course.deploymentId(),
                service.attempt(),
                course.changedAt(),
                course.startedAt(),
                course.buildMillis(),
                course.deployMillis(),
                service.failure(),
                service.endpoints(),
                service.version(),
                instances);
    }
}
