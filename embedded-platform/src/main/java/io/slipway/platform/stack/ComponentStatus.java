package io.slipway.platform.stack;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What there is to say about one process.
 *
 * @param component which one
 * @param pid its process id; empty if it does not run
 * @param port the port that it listens on
 * @param state how it is
 * @param memoryKiB its share of memory (PSS) in KiB; empty if unknown
 * @param detail what is wrong, if something is
 */
public record ComponentStatus(
        Component component, OptionalLong pid, int port, State state, OptionalLong memoryKiB, Optional<String> detail) {

    /** How a process is. */
    public enum State {
        STOPPED,
        NOT_READY,
        READY
    }
}
