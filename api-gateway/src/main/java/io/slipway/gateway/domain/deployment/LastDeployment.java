package io.slipway.gateway.domain.deployment;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reported status tells of the last deployment. */
public final class LastDeployment {

    private LastDeployment() {}

    /**
     * The states, by service id, that the last deployment brought services to, if it succeeded: then it worked on all that
     * took part. The history comes to know the same by another way, and may do so later.
     */
    public static Map<String, DeploymentState> brought(@Nullable EnvironmentStatus reported) {
        Deployment last = reported == null ? null : reported.deployment();
        if (reported == null || last == null || last.phase() != Phase.SUCCEEDED) {
            return Map.of();
        }
        return reported.stages().stream()
                .flatMap(stage -> stage.services().stream())
                .filter(service -> last.id().equals(service.deploymentId()))
                .collect(Collectors.toMap(ServiceStatus::id, ServiceStatus::state));
    }
}
