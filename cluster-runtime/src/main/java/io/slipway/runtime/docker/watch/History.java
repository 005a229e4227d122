package io.slipway.runtime.docker.watch;

import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.ExitCodes;
import io.slipway.runtime.docker.engine.ContainerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine told of one container: how its last process ended, which the engine itself forgets when it starts the
 * next one, and what happened lately. It begins when it is watched; what was before is not known. Immutable.
 *
 * @param ending of the last process that ended
 * @param exhausted the process that runs was found to take more memory than it has
 * @param asked the process that runs was asked to end
 */
record History(@Nullable Ending ending, boolean exhausted, boolean asked, List<Occurrence> occurrences) {

    static final History NONE = new History(null, false, false, List.of());

    private static final int KILLED = 137;

    History {
        occurrences = List.copyOf(occurrences);
    }

    /**
     * The history after an event of the container.
     *
     * @param action the engine's word
     * @param attributes of the event
     */
    History after(String action, Map<String, String> attributes, Instant at) {
        return switch (action) {
            case "start" -> new History(ending, false, false, with(false, "Started", "The process was started", at));
            case "kill" -> new History(ending, exhausted, true, occurrences);
            case "oom" ->
                new History(
                        ending,
                        true,
                        asked,
                        with(true, "OOMKilling", "A process took more memory than the container has", at));
            case "die" -> died(exitCode(attributes), at);
            case "health_status: unhealthy" ->
                new History(
                        ending,
                        exhausted,
                        asked,
                        with(true, "Unhealthy", "The health check of the image says that it is not well", at));
            default -> this;
        };
    }

    private History died(int exitCode, Instant at) {
        Ending now = ending(exitCode, exhausted && exitCode == KILLED, "", null, at);
        List<Occurrence> more = asked
                ? with(false, "Killing", "The process was asked to end", at)
                : with(exitCode != 0, now.cause(), "The process " + now.description(), at);
        return new History(now, false, false, more);
    }

    /** How the last process that ended did so, as far as the engine or this history knows. */
    @Nullable
    Ending ending(ContainerState state) {
        boolean over = !state.running() && state.finishedAt() != null;
        if (over) {
            boolean exhaustedNow =
                    state.outOfMemory() || (ending != null && ending.cause().equals("OOMKilled"));
            return ending(state.exitCode(), exhaustedNow, state.error(), state.startedAt(), state.finishedAt());
        }
        if (ending == null || state.finishedAt() == null) {
            return ending;
        }
        return new Ending(
                ending.exitCode(),
                ending.signal(),
                ending.cause(),
                ending.description(),
                ending.message(),
                ending.startedAt(),
                state.finishedAt());
    }

    private static Ending ending(
            int exitCode, boolean exhausted, String error, @Nullable Instant startedAt, @Nullable Instant finishedAt) {
        String cause =
                exhausted ? "OOMKilled" : !error.isEmpty() ? "StartError" : exitCode == 0 ? "Completed" : "Error";
        return new Ending(
                exitCode,
                ExitCodes.signal(exitCode),
                cause,
                ExitCodes.description(exitCode),
                error.isEmpty() ? null : error,
                startedAt,
                finishedAt);
    }

    private static int exitCode(Map<String, String> attributes) {
        try {
            return Integer.parseInt(attributes.getOrDefault("exitCode", "0"));
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private List<Occurrence> with(boolean warning, String cause, String message, Instant at) {
        List<Occurrence> more = new ArrayList<>(occurrences);
        more.add(new Occurrence(warning, cause, message, at));
        return more.subList(Math.max(0, more.size() - Instance.MOST), more.size());
    }
}
