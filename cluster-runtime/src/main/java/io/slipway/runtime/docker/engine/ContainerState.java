package io.slipway.runtime.docker.engine;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A container at one moment.
 *
 * @param status as in {@link ContainerView#state()}
 * @param exitCode of the last process that ended
 * @param error why the engine could not start it, if so
 * @param address its address in the network that it was created in; null while it is not running
 * @param restarts how often the engine restarted it by itself
 */
public record ContainerState(
        String status,
        int exitCode,
        boolean outOfMemory,
        String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String address,
        int restarts) {

    /** Whether its process runs. */
    public boolean running() {
        return status.equals("running");
    }

    /** Whether its process has run and ended. */
    public boolean ended() {
        return status.equals("exited") || status.equals("dead");
    }

    /** How long the process has been running at {@code now}; zero if it is not. */
    public Duration upAt(Instant now) {
        return running() && startedAt != null ? Duration.between(startedAt, now) : Duration.ZERO;
    }

    /** Why it ended, for people. */
    public String ending() {
        if (outOfMemory) {
            return "was ended by the kernel because it used more memory than it was given";
        }
        return switch (exitCode) {
            case 126 -> "ended with exit code 126 (its command cannot be executed)";
            case 127 -> "ended with exit code 127 (its command was not found)";
            case 137 -> "was killed (exit code 137, SIGKILL)";
            case 139 -> "crashed (exit code 139, segmentation fault)";
            case 143 -> "was terminated (exit code 143, SIGTERM)";
            default -> "ended with exit code " + exitCode;
        };
    }
}
