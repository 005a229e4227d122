package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import java.util.Map;

/**
 * How far a deployment got.
 *
 * @param phase ONGOING, CANCELING or CANCELING_FORCED
 * @param stage index of the stage under way in {@link RunPlan#stages()}
 * @param steps by service id, every step of the plan
 */
public record RunProgress(DeploymentPhase phase, int stage, Map<String, StepProgress> steps) {

    public RunProgress {
        Copies.required(phase, "phase");
        steps = Frozen.map(steps);
    }
}
