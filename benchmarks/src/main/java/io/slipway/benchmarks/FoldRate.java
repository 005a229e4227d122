package io.slipway.benchmarks;

import io.slipway.events.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic as fast as it can: as the floor of the fold, and to see how far the fold has come. */
final class FoldRate {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private FoldRate() {}

    /** A number of records and the time from the first to the last. */
    record Rate(long records, Duration duration) {

        double perSecond() {
            return records / (Math.max(1, duration.toNanos()) / 1e9);
        }
    }

    /** How fast a bare consumer reads everything that is in {@code service.status} now. */
    static Rate bareRead(Clients clients) {
        try (KafkaConsumer<String, byte[]> consumer = clients.consumer(true, Topics.SERVICE_STATUS)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long start = System.nanoTime();
            long records = 0;
            while (!reached(consumer, ends)) {
                records += consumer.poll(Duration.ofMillis(100)).count();
                failAfter(start);
            }
            return new Rate(records, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /**
     * Waits until the aggregator has committed everything that is in {@code service.status}, and tells how long it took
     * from its first committed record on.
     *
     * @param group the aggregator's consumer group
     */
    static Rate fold(Clients clients, String group) throws Exception {
        try (Admin admin = clients.admin();
                KafkaConsumer<String, byte[]> consumer = clients.consumer(true, Topics.SERVICE_STATUS)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            long all = ends.values().stream().mapToLong(Long::longValue).sum();
            long begin = System.nanoTime();
            long first = 0;
            long firstAt = 0;
            while (true) {
                Map<TopicPartition, Long> committed = committed(admin, group);
                long done = ends.entrySet().stream()
                        .mapToLong(end -> Math.min(end.getValue(), committed.getOrDefault(end.getKey(), 0L)))
                        .sum();
                long now = System.nanoTime();
                if (firstAt == 0 && done > 0) {
                    first = done;
                    firstAt = now;
                }
                // The last offsets of a partition may be transaction markers, which no consumer group commits.
                if (done >= all - ends.size()) {
                    return new Rate(Math.max(1, done - first), Duration.ofNanos(Math.max(1, now - firstAt)));
                }
                failAfter(begin);
            }
        }
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(Topics.SERVICE_STATUS) && entry.getValue() != null)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static boolean reached(KafkaConsumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static void failAfter(long start) {
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new IllegalStateException("service.status was not read to its end within " + PATIENCE);
        }
    }
}
