package io.slipway.gateway.domain.deployment;

import io.slipway.events.Copies;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of a stage with its services.
 *
 * @param duration of the stage in the last deployment; null before its end
 */
public record StageStatusView(
        String id,
        String name,
        String description,
        StageProgress progress,
        @Nullable Duration duration,
        List<ServiceLine> services) {

    public StageStatusView {
        services = Copies.list(services);
    }

    /** A service of the stage: where it belongs in lists by type, and its status. */
    public record ServiceLine(Blueprint.ServicePlan plan, ServiceStatusView status) {}
}
