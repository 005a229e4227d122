package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.request.Origin;
import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.EnvironmentStatusView;
import io.slipway.gateway.domain.deployment.Freshness;
import io.slipway.gateway.domain.deployment.StageStatusView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code EnvironmentStatus}. */
record EnvironmentStatusBody(
        String id,
        DeploymentState state,
        @Nullable Instant lastDeploymentDate,
        DeploymentState lastDeploymentState,
        @Nullable String lastDeploymentId,
        @Nullable Long totalDeploymentDurationInSeconds,
        @Nullable Origin origin,
        @Nullable String triggeredBy,
        Freshness deploymentStatus,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable UUID deploymentRequestId,
        List<StageSteps> metrics) {

    static EnvironmentStatusBody of(EnvironmentPicture picture) {
        return of(picture, picture.environment().requestId());
    }

    /** The status, with the id of the request that was just accepted. */
    static EnvironmentStatusBody of(EnvironmentPicture picture, @Nullable String requestId) {
        EnvironmentStatusView view = picture.environment();
        return new EnvironmentStatusBody(
                view.id(),
                view.state(),
                view.lastDeploymentDate(),
                view.lastDeploymentState(),
                view.lastDeploymentId(),
                Contract.seconds(view.duration()),
                Contract.origin(view.origin()),
                view.triggeredBy(),
                view.freshness(),
                Contract.uuid(requestId),
                picture.stages().stream().map(StageSteps::of).toList());
    }

    /** {@code StageStepMetrics}. */
    record StageSteps(
            String stageId,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long totalDurationSec,

            List<Object> details) {

        static StageSteps of(StageStatusView stage) {
            return new StageSteps(stage.id(), Contract.seconds(stage.duration()), List.of());
        }
    }
}
