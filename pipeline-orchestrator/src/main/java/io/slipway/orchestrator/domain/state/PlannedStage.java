package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import java.util.List;

/** One stage of a deployment with the steps of its services, in the order in which they get permits. */
public record PlannedStage(String stageId, List<PlannedStep> steps) {

    public PlannedStage {
        Copies.required(stageId, "stageId");
        steps = Copies.list(steps);
    }
}
