package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import java.time.Instant;
import java.util.List;

/**
 * What a deployment is going to do.
 *
 * @param request the queued request that it serves; its id is the deployment's
 * @param startedAt when it left the queue
 * @param stages in the order of execution, those without a step left out
 */
public record RunPlan(QueuedDeployment request, Instant startedAt, List<PlannedStage> stages) {

    public RunPlan {
        Copies.required(request, "request");
        Copies.required(startedAt, "startedAt");
        stages = Copies.list(stages);
    }

    /** The deployment's id. */
    public String id() {
        return request.id();
    }
}
