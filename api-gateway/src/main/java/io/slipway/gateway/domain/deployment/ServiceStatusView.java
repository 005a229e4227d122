package io.slipway.gateway.domain.deployment;

import io.slipway.events.Copies;
import io.slipway.events.status.DeploymentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of one service: the REST contract's {@code Status}.
 *
 * @param executionId id of the deployment that touched it last
 * @param requestId the request that it waits for, or else of that deployment
 * @param requestCount requests in the queue that touch it
 */
public record ServiceStatusView(
        String id,
        DeploymentState state,
        Freshness freshness,
        @Nullable Instant lastDeploymentDate,
        boolean partOfLastDeployment,
        Steps steps,
        @Nullable String executionId,
        StatusDetails details,
        @Nullable String requestId,
        int requestCount) {

    /**
     * How long it took.
     *
     * @param total null while the deployment goes on
     * @param computing without waiting
     */
    public record Steps(@Nullable Duration total, Duration computing, List<Step> details) {

        /** Nothing has been done yet. */
        public static final Steps NONE = new Steps(null, Duration.ZERO, List.of());

        public Steps {
            details = Copies.list(details);
        }
    }

    /** One step. */
    public record Step(StepName name, Outcome outcome, Duration duration) {}

    /** Those values of the contract's {@code ServiceStepMetricNameEnum} that Slipway measures. */
    public enum StepName {
        BUILD,
        DEPLOYMENT,
        EXECUTING
    }

    /** How a step ended: the contract's {@code StepMetricStatusEnum}. */
    public enum Outcome {
        SUCCESS,
        ERROR,
        CANCEL
    }
}
