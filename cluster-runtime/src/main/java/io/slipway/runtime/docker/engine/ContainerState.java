package io.slipway.runtime.docker.engine;

import io.slipway.runtime.ExitCodes;
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
 * @param image as it was asked for
 * @param memoryMib its limit; 0 = none
 * @param healthFailure exit code of the image's own health check, if that says that the container is not well
 */
public record ContainerState(
        String status,
        int exitCode,
        boolean outOfMemory,
        String error,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable String address,
        int restarts,
        String image,
        int memoryMib,
        @Nullable Integer healthFailure) {

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
            return "was ended by the kernel because it used more memory than "
                    + (memoryMib == 0 ? "it was given" : "the " + memoryMib + " MiB that it was given");
        }
        return ExitCodes.description(exitCode);
    }
}
