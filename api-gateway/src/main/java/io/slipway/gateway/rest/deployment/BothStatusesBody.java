package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.EnvironmentStatusView;
import io.slipway.gateway.domain.deployment.Freshness;
import io.slipway.gateway.domain.deployment.ServiceStatusView.Steps;
import io.slipway.gateway.domain.deployment.StatusDetails;
import org.jspecify.annotations.Nullable;

/**
 * A body that is an {@code EnvironmentStatus} and a {@code Status} at once: the contract names the second where the first
 * is meant.
 */
record BothStatusesBody(
        @JsonUnwrapped EnvironmentStatusBody environment,
        Freshness serviceDeploymentStatus,
        boolean isPartLastDeployment,
        StatusBody.Steps steps,
        @Nullable String executionId,
        StatusDetailsBody statusDetails,
        int deploymentRequestsCount) {

    static BothStatusesBody of(EnvironmentPicture picture, @Nullable String requestId) {
        EnvironmentStatusView view = picture.environment();
        return new BothStatusesBody(
                EnvironmentStatusBody.of(picture, requestId),
                view.freshness(),
                true,
                StatusBody.Steps.of(Steps.NONE),
                view.lastDeploymentId(),
                StatusDetailsBody.of(StatusDetails.of(view.state(), null)),
                picture.waiting().size());
    }
}
