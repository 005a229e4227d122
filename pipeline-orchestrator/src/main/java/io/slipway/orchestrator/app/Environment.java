package io.slipway.orchestrator.app;

import io.slipway.events.Copies;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one environment: its state, and where its requests came from.
 *
 * @param traces W3C {@code traceparent} of the requests that wait or run, by request id; those that came without one are
 *     not in it
 */
public record Environment(EnvironmentState state, Map<String, String> traces) {

    public Environment {
        Copies.required(state, "state");
        traces = Map.copyOf(traces);
    }

    /** An environment of which nothing is known. */
    public static Environment unknown(String environmentId) {
        return new Environment(EnvironmentState.unknown(environmentId), Map.of());
    }

    /** The environment's id. */
    public String id() {
        return state.environmentId();
    }

    /** Whether it need not be kept. */
    public boolean blank() {
        return state.blank();
    }

    /** The trace of a request or deployment; null if it is not known. */
    public @Nullable String trace(@Nullable String requestId) {
        return requestId == null ? null : traces.get(requestId);
    }
}
