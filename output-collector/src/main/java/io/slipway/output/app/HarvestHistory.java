package io.slipway.output.app;

import io.slipway.events.work.StepRef;
import java.time.Instant;

/** The results that have been written so far, by this or any other instance. */
public interface HarvestHistory {

    /**
     * Whether the run {@code step} has a result already. Reads as much as it has to: for when something is wrong, not for
     * every run.
     *
     * @param since no result was written earlier than this
     */
    boolean isAnswered(StepRef step, Instant since) throws InterruptedException;
}
