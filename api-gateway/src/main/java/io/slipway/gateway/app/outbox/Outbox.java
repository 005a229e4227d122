package io.slipway.gateway.app.outbox;

import io.slipway.events.Event;
import io.slipway.events.TopicDescriptor;
import io.smallrye.mutiny.Uni;

/**
 * Records for Kafka, written in the caller's transaction and sent after its commit: at least once, and records of one
 * key in the order in which they were appended.
 */
public interface Outbox {

    /** Appends {@code event}; there has to be a transaction. */
    <T> Uni<Void> append(TopicDescriptor<T> topic, String key, Event<T> event);

    /** Appends a tombstone for {@code key}: readers of the compacted topic forget it. */
    Uni<Void> appendTombstone(TopicDescriptor<?> topic, String key);
}
