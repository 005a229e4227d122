package io.slipway.runtime;

import io.slipway.events.status.ServiceRunning;
import java.util.function.Consumer;

/** Watches what runs. */
public interface RunningWatcher {

    /**
     * Tells {@code listener} the running state of every service that there is, and then every change, until the returned
     * handle is closed. Reconnects by itself and then tells what changed meanwhile. The listener is called by one thread
     * at a time and must not block.
     */
    Handle watch(Consumer<ServiceRunning> listener);
}
