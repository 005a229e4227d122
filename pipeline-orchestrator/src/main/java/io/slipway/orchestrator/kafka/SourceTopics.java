package io.slipway.orchestrator.kafka;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/** Checks that all source topics have as many partitions: one partition's task holds the state of its environments. */
final class SourceTopics {

    private SourceTopics() {}

    /**
     * How many partitions each of {@code topics} has.
     *
     * @throws IllegalStateException if they differ or cannot be told
     */
    static int partitions(Admin admin, List<String> topics) throws InterruptedException {
        try {
            Map<String, Integer> counts = new TreeMap<>();
            for (TopicDescription topic :
                    admin.describeTopics(topics).allTopicNames().get().values()) {
                counts.put(topic.name(), topic.partitions().size());
            }
            return common(counts);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "the source topics cannot be described: "
                            + (e.getCause() == null
                                    ? e.getMessage()
                                    : e.getCause().getMessage()),
                    e);
        }
    }

    /** The count that all topics have. */
    static int common(Map<String, Integer> counts) {
        TreeSet<Integer> different = new TreeSet<>(counts.values());
        if (different.size() != 1) {
            throw new IllegalStateException("the source topics must have the same number of partitions, but they have "
                    + counts + ": create them anew with the same slipway.kafka.partitions everywhere");
        }
        return different.first();
    }
}
