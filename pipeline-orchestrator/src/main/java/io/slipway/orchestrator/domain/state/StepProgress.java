package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one step got.
 *
 * @param attempt the last command issued for it; 0 before the first. Results of other attempts are ignored
 * @param deadline when {@code state} is given up; null where nothing is waited for
 */
public record StepProgress(
        StepState state, long attempt, @Nullable Instant deadline) {

    public StepProgress {
        Copies.required(state, "state");
    }
}
