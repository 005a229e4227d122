package io.slipway.status.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.status.EnvironmentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Somebody with plain Kafka clients. */
final class Outside implements AutoCloseable {

    private final String bootstrapServers;
    private final KafkaProducer<String, byte[]> producer;

    Outside(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer());
    }

    /** Sends an event; {@link #flush} waits until it is written. */
    <T> void send(TopicDescriptor<T> topic, String key, T data) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = EventCodec.of(topic)
                .encode(
                        new Event<>(UUID.randomUUID().toString(), "/test", key, Instant.now(), null, null, data),
                        headers);
        var _ = producer.send(new ProducerRecord<>(topic.name(), null, key, value, headers), (_, failure) -> {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
        });
    }

    void sendBytes(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, key, value)).get();
    }

    void flush() {
        producer.flush();
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** All committed statuses of an environment. */
    List<EnvironmentStatus> statuses(String environment) {
        EventCodec<EnvironmentStatus> codec = EventCodec.of(TopicCatalog.ENVIRONMENT_STATUS);
        List<EnvironmentStatus> statuses = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(Topics.ENVIRONMENT_STATUS)) {
            if (record.key().equals(environment)
                    && codec.decode(record.key(), record.headers(), record.value(), Instant.EPOCH)
                            instanceof Decoded.Valid<EnvironmentStatus>(Event<EnvironmentStatus> event)) {
                statuses.add(event.data());
            }
        }
        return statuses;
    }

    /** All committed records of a topic. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "enable.auto.commit", "false");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
    }
}
