package io.slipway.orchestrator.domain;

import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides what follows from an event, for one environment at a time. */
public final class Orchestrator {

    private Orchestrator() {}

    /** What follows from {@code event}. Deterministic: the same arguments give the same decision. */
    public static Decision decide(EnvironmentState state, PipelineEvent event, Limits limits) {
        return new Decision(state, List.of());
    }

    /** Whether something is pending that only a {@link PipelineEvent.Tick} brings on. */
    public static boolean needsTick(EnvironmentState state) {
        return nextDeadline(state).isPresent();
    }

    /** When the next {@link PipelineEvent.Tick} has something to do; empty if nothing is waited for. */
    public static Optional<Instant> nextDeadline(EnvironmentState state) {
        return Optional.empty();
    }
}
