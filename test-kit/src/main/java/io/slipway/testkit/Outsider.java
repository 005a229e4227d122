package io.slipway.testkit;

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
import java.util.concurrent.atomic.AtomicReference;
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

/** Somebody outside of the services with plain Kafka clients, who sends records and reads committed ones. */
public final class Outsider implements AutoCloseable {

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable IllegalStateException> failure = new AtomicReference<>();

    /** For the broker at {@code bootstrapServers}. */
    public Outsider(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** An event of its own about {@code subject}; it need not belong to a deployment or a trace. */
    public static <T> Event<T> event(
            String subject, @Nullable String deploymentId, @Nullable String traceparent, T data) {
        return new Event<>(
                UUID.randomUUID().toString(), "/test", subject, Instant.now(), deploymentId, traceparent, data);
    }

    /** Sends data about {@code key}; it is written when this returns. */
    public <T> void send(TopicDescriptor<T> topic, String key, T data) {
        send(topic, key, event(key, null, null, data));
    }

    /** Sends an event; it is written when this returns. */
    public <T> void send(TopicDescriptor<T> topic, String key, Event<T> event) {
        Headers headers = new RecordHeaders();
        send(topic.name(), key, EventCodec.of(topic).encode(event, headers), headers);
    }

    /** Sends a record; it is written when this returns. */
    public void send(String topic, String key, byte @Nullable [] value, Headers headers) {
        post(topic, key, value, headers);
        flush();
    }

    /** Sends an event some time; {@link #flush} waits until it is written. */
    public <T> void post(TopicDescriptor<T> topic, String key, T data) {
        Headers headers = new RecordHeaders();
        post(topic.name(), key, EventCodec.of(topic).encode(event(key, null, null, data), headers), headers);
    }

    private void post(String topic, String key, byte @Nullable [] value, Headers headers) {
        var _ = producer.send(new ProducerRecord<>(topic, null, key, value, headers), (_, problem) -> {
            if (problem != null) {
                // Thrown here, it would be logged and nothing else.
                failure.compareAndSet(null, new IllegalStateException("cannot send to " + topic, problem));
            }
        });
    }

    /**
     * Waits until all is written that was sent.
     *
     * @throws IllegalStateException if something could not be written
     */
    public void flush() {
        producer.flush();
        IllegalStateException problem = failure.getAndSet(null);
        if (problem != null) {
            throw problem;
        }
    }

    /** All records that are in a topic now; those of one key in their order. */
    public List<ConsumerRecord<String, byte[]>> records(String topic) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(topic, true)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    /**
     * All events that are in a topic now.
     *
     * @throws AssertionError if a record is none
     */
    public <T> List<Event<T>> events(TopicDescriptor<T> topic) {
        return records(topic.name()).stream()
                .map(record -> event(topic, record))
                .toList();
    }

    /**
     * The data of all events with this key that are in a topic now, without tombstones.
     *
     * @throws AssertionError if a record with this key is no event
     */
    public <T> List<T> data(TopicDescriptor<T> topic, String key) {
        return records(topic.name()).stream()
                .filter(record -> key.equals(record.key()) && record.value() != null)
                .map(record -> event(topic, record).data())
                .toList();
    }

    /**
     * What a record says.
     *
     * @throws AssertionError if it is no event
     */
    public static <T> Event<T> event(TopicDescriptor<T> topic, ConsumerRecord<String, byte[]> record) {
        Decoded<T> decoded = EventCodec.of(topic)
                .decode(record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
        return switch (decoded) {
            case Decoded.Valid<T> valid -> valid.event();
            case Decoded.Tombstone<T> _ -> throw new AssertionError("a tombstone in " + topic.name());
            case Decoded.Undecodable<T> undecodable -> throw new AssertionError(undecodable.reason());
        };
    }

    /** A consumer of all partitions of a topic, at its beginning or at its present end. */
    public KafkaConsumer<String, byte[]> consumer(String topic, boolean fromBeginning) {
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

    @Override
    public void close() {
        producer.close();
    }
}
