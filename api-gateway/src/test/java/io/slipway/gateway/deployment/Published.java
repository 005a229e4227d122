package io.slipway.gateway.deployment;

import static org.awaitility.Awaitility.await;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicDescriptor;
import io.slipway.kit.kafka.KafkaClients;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads whole topics, as somebody outside does. */
final class Published {

    /** One for each test application; closed with the process. */
    private static final IdentityHashMap<KafkaClients, Tail> TAILS = new IdentityHashMap<>();

    private final Tail tail;

    /** For tests of the application in this process: what was read once is read once for all of them. */
    Published(KafkaClients clients) {
        synchronized (TAILS) {
            tail = TAILS.computeIfAbsent(clients, made -> new Tail(made.groupless("test")));
        }
    }

    /** For tests that have a broker of their own. */
    Published(KafkaConsumer<String, byte[]> consumer) {
        tail = new Tail(consumer);
    }

    /** All events of an environment, oldest first. */
    <T> List<T> of(TopicDescriptor<T> topic, String environmentId) {
        EventCodec<T> codec = EventCodec.of(topic);
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(topic.name())) {
            if (environmentId.equals(record.key())
                    && codec.decode(record.key(), record.headers(), record.value(), Instant.EPOCH)
                            instanceof Decoded.Valid<T>(Event<T> event)) {
                events.add(event.data());
            }
        }
        return events;
    }

    /** The newest event of an environment, once there are {@code count} of them. */
    <T> T last(TopicDescriptor<T> topic, String environmentId, int count) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> of(topic, environmentId).size() >= count);
        return of(topic, environmentId).getLast();
    }

    /** Whether the newest record of a compacted topic is a tombstone. */
    boolean forgotten(String topic, String key) {
        Optional<ConsumerRecord<String, byte[]>> newest = records(topic).stream()
                .filter(record -> key.equals(record.key()))
                .reduce((_, later) -> later);
        return newest.isPresent() && newest.get().value() == null;
    }

    /** Every record that a topic has at the moment. */
    List<ConsumerRecord<String, byte[]>> records(String topic) {
        synchronized (tail) {
            tail.read();
            return tail.records.stream()
                    .filter(record -> record.topic().equals(topic))
                    .toList();
        }
    }

    /** A consumer of all topics that remembers what it has read. */
    private static final class Tail {

        final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        private final KafkaConsumer<String, byte[]> consumer;

        Tail(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
            List<TopicPartition> partitions = consumer.listTopics().entrySet().stream()
                    .filter(topic -> !topic.getKey().startsWith("__"))
                    .flatMap(topic -> topic.getValue().stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        void read() {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(20)).forEach(records::add);
            }
        }
    }
}
