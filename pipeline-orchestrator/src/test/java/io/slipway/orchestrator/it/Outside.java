package io.slipway.orchestrator.it;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What the other services and outsiders do: plain Kafka clients, reading committed records only. */
final class Outside implements AutoCloseable {

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    Outside(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    <T> void send(TopicDescriptor<T> topic, String key, T data, @Nullable String traceparent) {
        Headers headers = new RecordHeaders();
        Event<T> event =
                new Event<>(UUID.randomUUID().toString(), "/test", key, Instant.now(), null, traceparent, data);
        sendRaw(topic.name(), key, EventCodec.of(topic).encode(event, headers), headers);
    }

    void sendRaw(String topic, String key, byte[] value, Headers headers) {
        var _ = producer.send(new ProducerRecord<>(topic, null, key, value, headers));
        producer.flush();
    }

    /** Everything that is in {@code topic} now. */
    <T> List<Event<T>> all(TopicDescriptor<T> topic) {
        return allRaw(topic.name()).stream().map(record -> event(topic, record)).toList();
    }

    /** Everything that is in {@code topic} now. */
    List<ConsumerRecord<String, byte[]>> allRaw(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(topic, true)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
            return all;
        }
    }

    KafkaConsumer<String, byte[]> consumer(String topic, boolean fromBeginning) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
        partitions.forEach(consumer::position);
        return consumer;
    }

    static <T> Event<T> event(TopicDescriptor<T> topic, ConsumerRecord<String, byte[]> record) {
        Decoded<T> decoded = EventCodec.of(topic)
                .decode(record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
        return switch (decoded) {
            case Decoded.Valid<T> valid -> valid.event();
            case Decoded.Tombstone<T> _ -> throw new AssertionError("a tombstone in " + topic.name());
            case Decoded.Undecodable<T> undecodable -> throw new AssertionError(undecodable.reason());
        };
    }

    @Override
    public void close() {
        producer.close();
    }
}
