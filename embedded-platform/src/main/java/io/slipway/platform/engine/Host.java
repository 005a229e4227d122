package io.slipway.platform.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine, as far as installing an engine depends on it. */
interface Host {

    /** Whether this process may install packages. */
    boolean isRoot();

    /** Fields of {@code /etc/os-release}; empty if the machine has none. */
    Map<String, String> release();

    /** Whether there is a command of this name. */
    boolean has(String command);

    /** Whether a service manager starts and stops daemons here. */
    boolean hasServiceManager();

    /** Runs a command and waits for it; its output goes to a log. */
    int run(List<String> command, Map<String, String> environment);

    /** The engine that answers now. */
    Optional<Engine> engine();

    /** Starts the engine's daemons, which this installation then owns, and waits until it answers. */
    Engine startDaemons();
}
