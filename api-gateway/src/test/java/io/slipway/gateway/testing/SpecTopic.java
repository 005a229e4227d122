package io.slipway.gateway.testing;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.spec.EnvironmentSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;

/** Reads {@code environment.spec} as an outsider would. */
public final class SpecTopic implements AutoCloseable {

    private static final EventCodec<EnvironmentSpec> CODEC = EventCodec.of(TopicCatalog.ENVIRONMENT_SPEC);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();

    public SpecTopic(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalog.ENVIRONMENT_SPEC.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The specifications of an environment in the order of their records, once there are that many. */
    public List<EnvironmentSpec> await(String environment, int count) {
        Awaitility.await().atMost(PATIENCE).until(() -> poll(environment).size() >= count);
        return of(environment).stream().map(SpecTopic::decoded).toList();
    }

    /** Waits until the environment's last record is a tombstone. */
    public void awaitTombstone(String environment) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> poll(environment).getLast().value() == null);
    }

    /** All bytes of an environment's records as text. */
    public String raw(String environment) {
        StringBuilder text = new StringBuilder();
        of(environment).forEach(record -> text.append(new String(record.value(), StandardCharsets.UTF_8)));
        return text.toString();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<ConsumerRecord<String, byte[]>> poll(String environment) {
        consumer.poll(Duration.ofMillis(50)).forEach(records::add);
        return of(environment);
    }

    private List<ConsumerRecord<String, byte[]>> of(String environment) {
        return records.stream()
                .filter(record -> environment.equals(record.key()))
                .toList();
    }

    private static EnvironmentSpec decoded(ConsumerRecord<String, byte[]> record) {
        Decoded<EnvironmentSpec> decoded =
                CODEC.decode(record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
        if (decoded instanceof Decoded.Valid<EnvironmentSpec> valid) {
            return valid.event().data();
        }
        throw new AssertionError("not a specification: " + decoded);
    }
}
