package io.slipway.runtime;

import io.slipway.events.status.DeploymentLogLine.Level;
import java.time.Instant;

/** Takes the lines of one step as they come; it must not block. Lines are not masked yet. */
@FunctionalInterface
public interface StepLog {

    /** Drops every line. */
    StepLog NONE = (_, _, _) -> {};

    /**
     * Takes one line.
     *
     * @param at when it was written
     */
    void line(Level level, String message, Instant at);

    /** Something that people want to know. */
    default void info(String message) {
        line(Level.INFO, message, Instant.now());
    }

    /** Something that people should look at. */
    default void warning(String message) {
        line(Level.WARNING, message, Instant.now());
    }
}
