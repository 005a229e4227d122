package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.slipway.events.TopicDescriptor;
import java.util.concurrent.CompletionStage;

/** Writes events to Kafka. Inject it; there is one for the whole service. */
public interface EventPublisher {

    /**
     * Writes {@code event} with an idempotent producer and {@code acks=all}. Never blocks; events that one thread
     * publishes with the same key stay in order.
     *
     * @return completes when the broker has acknowledged the record, off the producer's thread; while the broker cannot
     *     be reached it waits. Completes exceptionally if the record can never be written (too large, not authorized) or
     *     the service stops
     */
    <T> CompletionStage<Void> publish(TopicDescriptor<T> topic, String key, Event<T> event);

    /** Writes a tombstone: the key is forgotten (compacted topics). Otherwise as {@link #publish}. */
    CompletionStage<Void> forget(TopicDescriptor<?> topic, String key);
}
