package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.SlipwayClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads the deployment log of one environment from Kafka: what REST cannot tell once the environment is gone. */
final class LogTopic implements AutoCloseable {

    private static final String TOPIC = "deployment.log";

    private final KafkaConsumer<String, byte[]> consumer;
    private final String environmentId;
    private final List<String> messages = new ArrayList<>();

    /** Begins with what is written from now on. */
    LogTopic(String bootstrapServers, String environmentId) {
        this.environmentId = environmentId;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "isolation.level", "read_committed",
                        "enable.auto.commit", "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: asking for the position makes it happen now.
        partitions.forEach(consumer::position);
    }

    /** Whether a message of {@code serviceId} has {@code part} in it, now or within {@code patience}. */
    boolean has(String serviceId, String part, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            if (messages.stream().anyMatch(message -> message.startsWith(serviceId) && message.contains(part))) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                if (environmentId.equals(record.key())) {
                    JsonNode line = SlipwayClient.parse(new String(record.value(), StandardCharsets.UTF_8));
                    messages.add(line.path("serviceId").asText() + " "
                            + line.path("message").asText());
                }
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
