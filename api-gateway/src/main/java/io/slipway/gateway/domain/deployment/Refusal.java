package io.slipway.gateway.domain.deployment;

import io.slipway.events.request.Action;
import java.time.Instant;

/**
 * A request for the whole environment that was accepted and then could not be served.
 *
 * @param message what was wrong, for people
 */
public record Refusal(String requestId, Action action, Instant requestedAt, String message) {}
