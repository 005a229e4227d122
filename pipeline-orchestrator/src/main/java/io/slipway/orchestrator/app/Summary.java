package io.slipway.orchestrator.app;

import io.slipway.orchestrator.domain.Orchestrator;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be counted of one environment.
 *
 * @param running deployments that run: 0 or 1
 * @param queued requests that wait for their turn or for a configuration version
 * @param building steps that hold a build permit
 * @param deploying steps that hold a deploy permit
 * @param deadline when the environment's next tick is due; null if nothing is waited for
 */
public record Summary(
        int running,
        int queued,
        int building,
        int deploying,
        @Nullable Instant deadline) {

    /** Nothing runs or waits. */
    public static final Summary IDLE = new Summary(0, 0, 0, 0, null);

    static Summary of(EnvironmentState state) {
        int building = 0;
        int deploying = 0;
        if (state.run() != null) {
            for (StepProgress step : state.run().progress().steps().values()) {
                if (holdsBuildPermit(step.state())) {
                    building++;
                } else if (holdsDeployPermit(step.state())) {
                    deploying++;
                }
            }
        }
        Summary summary = new Summary(
                state.run() == null ? 0 : 1,
                state.admission().queue().size() + state.admission().parked().size(),
                building,
                deploying,
                Orchestrator.nextDeadline(state).orElse(null));
        return summary.equals(IDLE) ? IDLE : summary;
    }

    private static boolean holdsBuildPermit(StepState state) {
        return state == StepState.BUILDING || state == StepState.CANCELING_BUILD;
    }

    private static boolean holdsDeployPermit(StepState state) {
        return switch (state) {
            case DEPLOYING, RUNNING_JOB, HARVESTING, CANCELING_DEPLOY, CANCELING_JOB -> true;
            case AWAITING_BUILD,
                    BUILDING,
                    AWAITING_DEPLOY,
                    CANCELING_BUILD,
                    SUCCEEDED,
                    BUILD_ERROR,
                    FAILED,
                    CANCELED,
                    NOT_REACHED -> false;
        };
    }
}
