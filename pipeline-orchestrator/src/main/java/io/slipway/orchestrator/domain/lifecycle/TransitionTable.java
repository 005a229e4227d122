package io.slipway.orchestrator.domain.lifecycle;

import java.util.EnumMap;
import java.util.Map;

/**
 * What follows from every pair of state and event. The declaration is complete: a pair that is missing or declared twice
 * is an error when the table is made, so that ignoring an event is always a decision.
 *
 * @param <S> states
 * @param <E> events
 * @param <F> effects
 */
public final class TransitionTable<S extends Enum<S>, E extends Enum<E>, F extends Enum<F>> {

    private final Map<S, Map<E, Row<S, F>>> rows;

    private TransitionTable(Map<S, Map<E, Row<S, F>>> rows) {
        this.rows = rows;
    }

    /** What follows from {@code event} in {@code state}. */
    public Row<S, F> row(S state, E event) {
        Map<E, Row<S, F>> ofState = rows.get(state);
        Row<S, F> row = ofState == null ? null : ofState.get(event);
        if (row == null) {
            throw new IllegalStateException("no row for " + state + " and " + event);
        }
        return row;
    }

    /** One row: a move to another (or the same) state with an effect, or a reason to do nothing. */
    public sealed interface Row<S, F> {

        /** The state changes to {@code next} and {@code effect} is carried out. */
        record Move<S, F>(S next, F effect) implements Row<S, F> {}

        /** Nothing happens. */
        record Ignore<S, F>(IgnoreReason reason) implements Row<S, F> {}
    }

    /** Why an event has no effect in a state. */
    public enum IgnoreReason {
        /** The state is final: nothing follows. */
        FINAL("final"),
        /** The answer belongs to a command that was given up or superseded. */
        STALE("stale"),
        /** The answer was taken in before. */
        REPEATED("repeated"),
        /** The answer is to a question that was not asked. */
        NOT_ASKED("not asked"),
        /** A job under way is left to finish. */
        LEFT_TO_FINISH("left to finish"),
        /** It is being cancelled already. */
        BEING_CANCELED("being cancelled"),
        /** The core itself raises the event, and never in this state: to see it is an error of the core. */
        NEVER("never");

        private final String text;

        IgnoreReason(String text) {
            this.text = text;
        }

        /** A word or two for documents. */
        public String text() {
            return text;
        }
    }

    static <S extends Enum<S>, E extends Enum<E>, F extends Enum<F>> Builder<S, E, F> builder(
            Class<S> states, Class<E> events) {
        return new Builder<>(states, events);
    }

    /** Takes the declaration down, row by row. */
    static final class Builder<S extends Enum<S>, E extends Enum<E>, F extends Enum<F>> {

        private final Class<S> states;
        private final Class<E> events;
        private final Map<S, Map<E, Row<S, F>>> rows;

        private Builder(Class<S> states, Class<E> events) {
            this.states = states;
            this.events = events;
            this.rows = new EnumMap<>(states);
        }

        Builder<S, E, F> move(S state, E event, S next, F effect) {
            declare(state, event, new Row.Move<>(next, effect));
            return this;
        }

        @SafeVarargs
        final Builder<S, E, F> ignore(S state, IgnoreReason reason, E... ignored) {
            for (E event : ignored) {
                declare(state, event, new Row.Ignore<>(reason));
            }
            return this;
        }

        TransitionTable<S, E, F> complete() {
            for (S state : states.getEnumConstants()) {
                Map<E, Row<S, F>> ofState = rows.getOrDefault(state, Map.of());
                for (E event : events.getEnumConstants()) {
                    if (!ofState.containsKey(event)) {
                        throw new IllegalStateException("no row for " + state + " and " + event);
                    }
                }
            }
            return new TransitionTable<>(rows);
        }

        private void declare(S state, E event, Row<S, F> row) {
            Map<E, Row<S, F>> ofState = rows.computeIfAbsent(state, _ -> new EnumMap<>(events));
            if (ofState.put(event, row) != null) {
                throw new IllegalStateException("two rows for " + state + " and " + event);
            }
        }
    }
}
