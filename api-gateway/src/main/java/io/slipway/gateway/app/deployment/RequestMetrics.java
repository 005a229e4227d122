package io.slipway.gateway.app.deployment;

import io.slipway.events.request.Action;

/** Counts what was asked for. */
public interface RequestMetrics {

    /**
     * An action was accepted.
     *
     * @param requested whether it was passed on to the pipeline, or nothing had to be done
     */
    void count(Action action, boolean requested);

    /** A cancellation was accepted. */
    void countCancellation();
}
