package io.slipway.runtime;

import io.slipway.events.work.StepRef;

/** A later step has touched the service already; the refused one had no effect. */
public final class StaleStepException extends RuntimeException {

    /** Refuses {@code step} because of {@code newest}, the attempt that was there first. */
    public StaleStepException(StepRef step, long newest) {
        super("attempt " + step.attempt() + " of service " + step.serviceId() + " is older than attempt " + newest
                + ", which has been applied");
    }
}
