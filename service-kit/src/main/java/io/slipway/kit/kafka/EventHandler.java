package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Serves the events of one topic without blocking the thread that it is called on. Delivery is at least once: the same
 * event may come again.
 */
@FunctionalInterface
public interface EventHandler<T> {

    /** Serves {@code event}; the record is acknowledged when the result completes. */
    Uni<Void> handle(Event<T> event);

    /** Serves a tombstone: {@code key} has been forgotten. */
    default Uni<Void> forgotten(@Nullable String key) {
        return Uni.createFrom().voidItem();
    }
}
