package io.slipway.status.domain;

import static io.slipway.events.status.RunningState.COMPLETED;
import static io.slipway.events.status.RunningState.ERROR;
import static io.slipway.events.status.RunningState.RUNNING;
import static io.slipway.events.status.RunningState.STARTING;
import static io.slipway.events.status.RunningState.STOPPED;
import static io.slipway.events.status.RunningState.STOPPING;
import static io.slipway.events.status.RunningState.WARNING;

import io.slipway.events.status.RunningState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The running state of an environment as a whole. What is stopped and jobs that have ended do not count while anything
 * else is there. ERROR if all that is left is in error, WARNING if some is; otherwise what needs the most attention. COMPLETED
 * only where there are nothing but jobs that have ended.
 */
final class RunningStates {

    /** What needs attention, the most first. */
    static final List<RunningState> MOST_ATTENTION_FIRST =
            List.of(WARNING, STARTING, STOPPING, RUNNING, STOPPED, COMPLETED);

    private static final Set<RunningState> AT_REST = EnumSet.of(STOPPED, COMPLETED);

    private RunningStates() {}

    static RunningState of(Collection<RunningState> services) {
        if (services.contains(ERROR)) {
            boolean all =
                    services.stream().filter(state -> !AT_REST.contains(state)).allMatch(ERROR::equals);
            return all ? ERROR : WARNING;
        }
        return MOST_ATTENTION_FIRST.stream()
                .filter(services::contains)
                .findFirst()
                .orElse(STOPPED);
    }
}
