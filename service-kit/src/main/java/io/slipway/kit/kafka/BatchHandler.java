package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves what one poll of a topic brought, without blocking the thread that it is called on. Delivery is at least once:
 * the same events may come again, alone or with others.
 */
@FunctionalInterface
public interface BatchHandler<T> {

    /**
     * Serves all of {@code batch}, which is in the order of the records and never empty, or nothing of it: when the
     * result fails, each is handed over by itself.
     */
    Uni<Void> handle(List<Received<T>> batch);

    /**
     * An event, or a tombstone.
     *
     * @param event null: {@code key} has been forgotten
     */
    record Received<T>(@Nullable String key, @Nullable Event<T> event) {}
}
