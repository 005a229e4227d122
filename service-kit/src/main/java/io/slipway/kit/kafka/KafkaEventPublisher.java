package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicDescriptor;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

@ApplicationScoped
class KafkaEventPublisher implements EventPublisher {

    private final KafkaSender sender;
    private final Map<TopicDescriptor<?>, EventCodec<?>> codecs = new ConcurrentHashMap<>();

    KafkaEventPublisher(KafkaSender sender) {
        this.sender = sender;
    }

    @Override
    public <T> CompletionStage<Void> publish(TopicDescriptor<T> topic, String key, Event<T> event) {
        Headers headers = new RecordHeaders();
        byte[] value;
        try {
            value = codec(topic).encode(event, headers);
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
        return sender.send(topic.name(), KafkaClients.keyBytes(topic.name(), key), value, headers);
    }

    @Override
    public CompletionStage<Void> forget(TopicDescriptor<?> topic, String key) {
        return sender.send(topic.name(), KafkaClients.keyBytes(topic.name(), key), null, new RecordHeaders());
    }

    @SuppressWarnings("unchecked") // the codec is made for the topic that is its key
    private <T> EventCodec<T> codec(TopicDescriptor<T> topic) {
        return (EventCodec<T>) codecs.computeIfAbsent(topic, EventCodec::of);
    }
}
