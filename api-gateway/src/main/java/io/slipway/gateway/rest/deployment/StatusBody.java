package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.domain.deployment.Freshness;
import io.slipway.gateway.domain.deployment.ServiceStatusView;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Outcome;
import io.slipway.gateway.domain.deployment.ServiceStatusView.StepName;
import io.slipway.gateway.domain.deployment.StatusDetails;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Status}. */
record StatusBody(
        String id,
        DeploymentState state,
        Freshness serviceDeploymentStatus,
        @Nullable Instant lastDeploymentDate,
        boolean isPartLastDeployment,
        Steps steps,
        @Nullable String executionId,
        StatusDetailsBody statusDetails,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID deploymentRequestId,
        int deploymentRequestsCount) {

    static StatusBody of(ServiceStatusView view) {
        return of(view, view.requestId());
    }

    /** The status, with the id of the request that was just accepted. */
    static StatusBody of(ServiceStatusView view, @Nullable String requestId) {
        return new StatusBody(
                view.id(),
                view.state(),
                view.freshness(),
                view.lastDeploymentDate(),
                view.partOfLastDeployment(),
                Steps.of(view.steps()),
                view.executionId(),
                StatusDetailsBody.of(view.details()),
                Contract.uuid(requestId),
                view.requestCount());
    }

    /** What is answered where nothing had to be deployed. */
    static StatusBody nothing(UUID id) {
        return new StatusBody(
                id.toString(),
                DeploymentState.READY,
                Freshness.UP_TO_DATE,
                null,
                false,
                Steps.of(ServiceStatusView.Steps.NONE),
                null,
                StatusDetailsBody.of(StatusDetails.of(DeploymentState.READY, null)),
                null,
                0);
    }

    /** {@code ServiceStepMetrics}. */
    record Steps(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long totalDurationSec,

            long totalComputingDurationSec,
            List<Step> details) {

        static Steps of(ServiceStatusView.Steps steps) {
            return new Steps(
                    Contract.seconds(steps.total()),
                    steps.computing().toSeconds(),
                    steps.details().stream()
                            .map(step -> new Step(
                                    step.name(), step.outcome(), step.duration().toSeconds()))
                            .toList());
        }
    }

    /** {@code ServiceStepMetric}. */
    record Step(StepName stepName, Outcome status, long durationSec) {}
}
