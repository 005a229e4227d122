package io.slipway.kit.kafka;

import io.slipway.events.Event;
import org.jspecify.annotations.Nullable;

/**
 * Serves the events of one topic, on a virtual thread of its own that it may keep for minutes. Delivery is at least
 * once: the same event may come again. The thread is interrupted when the service stops; the event then comes again.
 */
@FunctionalInterface
public interface BlockingEventHandler<T> {

    /** Serves {@code event}; the record is acknowledged when this returns. */
    void handle(Event<T> event) throws Exception;

    /** Serves a tombstone: {@code key} has been forgotten. */
    default void forgotten(@Nullable String key) throws Exception {}
}
