package io.slipway.gateway.domain.deployment;

import io.slipway.events.request.Origin;
import io.slipway.events.status.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of an environment: the REST contract's {@code EnvironmentStatus}.
 *
 * @param lastDeploymentState like {@code state}, but an error after a request that could not be served
 * @param duration of the last deployment; null while it goes on
 * @param requestId of the deployment that runs, else of the request that waits, else of the last deployment
 */
public record EnvironmentStatusView(
        String id,
        DeploymentState state,
        @Nullable Instant lastDeploymentDate,
        DeploymentState lastDeploymentState,
        @Nullable String lastDeploymentId,
        @Nullable Duration duration,
        @Nullable Origin origin,
        @Nullable String triggeredBy,
        Freshness freshness,
        @Nullable String requestId) {}
