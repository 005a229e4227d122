package io.slipway.build.app;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends one build from outside: the first cause counts, and interrupts the thread that builds. */
final class StopSignal {

    /** Why a build has to end. */
    enum Cause {
        CANCELED,
        DEADLINE
    }

    private final Thread worker;
    private @Nullable Cause cause;
    private boolean ended;

    StopSignal(Thread worker) {
        this.worker = worker;
    }

    /** Ends the build unless it has ended. */
    synchronized void stop(Cause why) {
        if (cause == null && !ended) {
            cause = why;
            worker.interrupt();
        }
    }

    /** From now on the thread is not interrupted any more. Gives the cause if there was one. */
    synchronized Optional<Cause> end() {
        ended = true;
        if (cause != null) {
            // The interrupt was for the build, not for what its thread does next.
            Thread.interrupted();
        }
        return Optional.ofNullable(cause);
    }
}
