package io.slipway.events.work;

import io.slipway.events.Copies;
import java.time.Instant;

/**
 * The attempt must stop and must have no later effect. Topic {@code work.cancelled}, key = environment id; every worker
 * instance reads all of it. The worker that has the attempt answers with a {@code CANCELED} result.
 */
public record WorkCancelled(StepRef step, Instant cancelledAt) {

    public WorkCancelled {
        Copies.required(step, "step");
        Copies.required(cancelledAt, "cancelledAt");
    }
}
