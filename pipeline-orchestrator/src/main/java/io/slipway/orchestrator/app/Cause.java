package io.slipway.orchestrator.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What brought an event here.
 *
 * @param traceparent W3C trace context of the record; null if it has none
 * @param since when the record was written; null if the event is no record
 */
public record Cause(@Nullable String traceparent, @Nullable Instant since) {

    /** The passing of time. */
    public static final Cause CLOCK = new Cause(null, null);
}
