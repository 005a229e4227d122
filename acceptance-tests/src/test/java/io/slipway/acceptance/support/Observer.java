package io.slipway.acceptance.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics as an outside client does: committed records, from the beginning to the present end. */
public final class Observer {

    private final String bootstrapServers;

    /** A reader of the broker at {@code bootstrapServers}. */
    public Observer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** A record with its value as text ("" for a tombstone). */
    public record Seen(String topic, String key, String value, Map<String, String> headers) {

        /** The value as JSON. */
        public JsonNode json() {
            return Api.json(value);
        }
    }

    /** All records of {@code topic} up to now; those of one key in their order. */
    public List<Seen> all(String topic) {
        List<Seen> seen = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> seen.add(seen(record)));
            }
        }
        return seen;
    }

    /** Records of {@code topic} with this key. */
    public List<Seen> all(String topic, String key) {
        return all(topic, seen -> seen.key().equals(key));
    }

    /** Records of {@code topic} that {@code filter} takes. */
    public List<Seen> all(String topic, Predicate<Seen> filter) {
        return all(topic).stream().filter(filter).toList();
    }

    /** Names of all topics that are not the broker's own. */
    public List<String> topics() {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            return consumer.listTopics().keySet().stream()
                    .filter(topic -> !topic.startsWith("__"))
                    .sorted()
                    .toList();
        }
    }

    /** The most services of {@code environment} that were in {@code state} at the same time. */
    public int mostAtOnce(String environment, String state) {
        Map<String, String> states = new HashMap<>();
        int most = 0;
        for (Seen seen : all("service.status", environment)) {
            JsonNode event = seen.json();
            if (event.path("kind").asText().equals("SERVICE_CHANGED")) {
                states.put(event.get("serviceId").asText(), event.get("state").asText());
                most = Math.max(most, (int)
                        states.values().stream().filter(state::equals).count());
            }
        }
        return most;
    }

    /** Ids of services in the order in which they entered {@code state} first. */
    public List<String> orderOf(String environment, String state) {
        Map<String, Boolean> order = new LinkedHashMap<>();
        for (Seen seen : all("service.status", environment)) {
            JsonNode event = seen.json();
            if (event.path("state").asText().equals(state)) {
                order.put(event.get("serviceId").asText(), true);
            }
        }
        return List.copyOf(order.keySet());
    }

    /** The failure of a service that was told last, as {@code REASON: message}; "" if none. */
    public String failureOf(String environment, String service) {
        return all("service.status", environment).stream()
                .map(Seen::json)
                .filter(event -> event.path("serviceId").asText().equals(service) && event.hasNonNull("failure"))
                .map(event -> event.at("/failure/reason").asText() + ": "
                        + event.at("/failure/message").asText())
                .reduce("", (_, last) -> last);
    }

    private static Seen seen(ConsumerRecord<String, byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        return new Seen(record.topic(), record.key() == null ? "" : record.key(), text(record.value()), headers);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
