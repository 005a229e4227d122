package io.slipway.kit.streams;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Topics that one processor reads together have to have as many partitions each: records of one key are then in
 * partitions of the same number, which one task reads. Kafka Streams does not check it for processors.
 */
public final class SourceTopics {

    private SourceTopics() {}

    /**
     * The number of partitions that each of {@code topics} has.
     *
     * @throws IllegalStateException if they differ, or a topic does not exist
     */
    public static int commonPartitions(Admin admin, Collection<String> topics) throws InterruptedException {
        Map<String, Integer> partitions = new TreeMap<>();
        try {
            admin.describeTopics(topics)
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) ->
                            partitions.put(name, topic.partitions().size()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the source topics " + topics + " cannot be described", e);
        }
        return common(partitions);
    }

    static int common(Map<String, Integer> partitions) {
        TreeSet<Integer> numbers = new TreeSet<>(partitions.values());
        if (numbers.size() != 1) {
            throw new IllegalStateException("these topics must have the same number of partitions, but they have "
                    + partitions + ": slipway.kafka.partitions must be the same for all services");
        }
        return numbers.first();
    }
}
