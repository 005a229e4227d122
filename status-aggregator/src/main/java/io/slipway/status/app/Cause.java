package io.slipway.status.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The event that a publication follows from.
 *
 * @param at when it happened
 * @param traceparent its trace, which the publication carries on
 */
public record Cause(
        Instant at, @Nullable String deploymentId, @Nullable String traceparent) {}
