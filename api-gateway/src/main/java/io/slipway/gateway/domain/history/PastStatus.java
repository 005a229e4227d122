package io.slipway.gateway.domain.history;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.EnvironmentStatus.StageStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.StatusEvent.Deployment;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What a status said when a deployment that is over was the newest, as far as the history knows it. */
public final class PastStatus {

    private PastStatus() {}

    /** The status with {@code deployment} as the newest one, and only the services that took part in it. */
    public static EnvironmentStatus of(DeploymentRecord deployment) {
        return new EnvironmentStatus(
                deployment.environmentId(),
                0,
                deployment.updatedAt(),
                "",
                deployment.specVersion(),
                deployment.state(),
                RunningState.STOPPED,
                new Deployment(
                        deployment.id(),
                        deployment.requestIds(),
                        deployment.action(),
                        deployment.jobEvent(),
                        deployment.requestedBy(),
                        deployment.requestedAt(),
                        deployment.startedAt(),
                        deployment.endedAt(),
                        deployment.phase(),
                        deployment.specVersion(),
                        deployment.services().map(ServiceRecord::id).toList(),
                        null),
                List.of(),
                deployment.stages().stream()
                        .map(stage -> stage(deployment, stage))
                        .toList());
    }

    private static StageStatus stage(DeploymentRecord deployment, StageRecord stage) {
        return new StageStatus(
                stage.id(),
                stage.name(),
                stage.progress(deployment.phase()),
                stage.services().stream()
                        .map(ServiceRecord::startedAt)
                        .filter(Objects::nonNull)
                        .min(Comparator.<Instant>naturalOrder())
                        .orElse(null),
                stage.services().stream()
                        .filter(ServiceRecord::reached)
                        .map(ServiceRecord::endedAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.<Instant>naturalOrder())
                        .orElse(null),
                stage.services().stream()
                        .map(service -> service(deployment, service))
                        .toList());
    }

    private static ServiceStatus service(DeploymentRecord deployment, ServiceRecord service) {
        return new ServiceStatus(
                service.id(),
                service.name(),
                service.kind(),
                false,
                service.state() == null ? DeploymentState.READY : service.state(),
                RunningState.STOPPED,
                deployment.id(),
                service.attempt(),
                service.endedAt() == null ? deployment.updatedAt() : service.endedAt(),
                service.startedAt(),
                null,
                null,
                service.failure(),
                List.of(),
                service.version(),
                List.of());
    }
}
