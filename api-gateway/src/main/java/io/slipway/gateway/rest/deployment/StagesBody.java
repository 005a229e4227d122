package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.StageStatusView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The contract's {@code EnvironmentStatusesWithStages}.
 *
 * @param preCheckStage Slipway checks a request before it accepts it: always passed
 * @param sequence only in streams: number of the reported status
 */
record StagesBody(
        EnvironmentStatusBody environment,
        List<StageWithServices> stages,
        PreCheck preCheckStage,
        @Nullable Long sequence) {

    static StagesBody of(EnvironmentPicture picture) {
        return new StagesBody(
                EnvironmentStatusBody.of(picture),
                picture.stages().stream().map(StageWithServices::of).toList(),
                new PreCheck("SUCCESS", 0),
                null);
    }

    StagesBody numbered(long number) {
        return new StagesBody(environment, stages, preCheckStage, number);
    }

    /** {@code DeploymentStageWithServicesStatuses}. */
    record StageWithServices(@JsonUnwrapped StatusesBody.ByType services, Stage stage) {

        static StageWithServices of(StageStatusView view) {
            return new StageWithServices(
                    StatusesBody.ByType.of(view.services()),
                    new Stage(
                            view.id(),
                            view.name(),
                            EnvironmentStatusBody.StageSteps.of(view),
                            view.description(),
                            view.progress()));
        }
    }

    /** {@code Stage}. */
    record Stage(
            String id, String name, EnvironmentStatusBody.StageSteps steps, String description, StageProgress status) {}

    /** Outcome of the checks before a deployment. */
    record PreCheck(String status, long totalDurationSec) {}
}
