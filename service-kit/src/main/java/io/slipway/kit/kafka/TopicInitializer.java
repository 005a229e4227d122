package io.slipway.kit.kafka;

import io.quarkus.runtime.StartupEvent;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.kit.config.KitConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Creates the topics that do not exist yet, before anything else of the service uses them; topics that exist are left as
 * they are. Dead letter topics have one partition.
 */
@Singleton
public class TopicInitializer {

    /** Before channels subscribe, which is at 1000. */
    private static final int BEFORE_EVERYTHING = 100;

    private static final Logger LOG = Logger.getLogger(TopicInitializer.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /** Topics with less retention than this carry what is of use at once or never; they are bounded in size as well. */
    private static final Duration SHORT = Duration.ofDays(1);

    private static final long SHORT_BYTES = 64L * 1024 * 1024;

    private final KafkaClients clients;
    private final KitConfig config;

    TopicInitializer(KafkaClients clients, KitConfig config) {
        this.clients = clients;
        this.config = config;
    }

    void onStart(@Observes @Priority(BEFORE_EVERYTHING) StartupEvent event) throws InterruptedException {
        if (config.createTopics()) {
            createMissing();
        }
    }

    private void createMissing() throws InterruptedException {
        Instant giveUpAt = Instant.now().plus(config.startTimeout());
        try (Admin admin = clients.admin()) {
            while (true) {
                try {
                    createMissing(admin);
                    return;
                } catch (RetriableException e) {
                    if (Instant.now().isAfter(giveUpAt)) {
                        throw new IllegalStateException(
                                "Kafka did not answer for "
                                        + config.startTimeout().toSeconds()
                                        + " s: is kafka.bootstrap.servers right and the broker up?",
                                e);
                    }
                    LOG.infof("Kafka does not answer yet: %s", e.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        }
    }

    private void createMissing(Admin admin) throws InterruptedException {
        Set<String> present = await(admin.listTopics().names());
        List<NewTopic> missing = topics(config).stream()
                .filter(topic -> !present.contains(topic.name()))
                .toList();
        CreateTopicsResult created = admin.createTopics(missing);
        for (Map.Entry<String, KafkaFuture<Void>> topic : created.values().entrySet()) {
            try {
                await(topic.getValue());
                LOG.infof("Created topic %s", topic.getKey());
            } catch (TopicExistsException e) {
                LOG.debugf("Another service created topic %s", topic.getKey());
            }
        }
        awaitKnown(admin, created.values().keySet());
    }

    /**
     * A topic has been created before the brokers know of it: one that is busy comes to know it seconds later, and tells
     * until then that there is none.
     *
     * @throws RetriableException if a broker does not know one of them yet
     */
    private static void awaitKnown(Admin admin, Set<String> topics) throws InterruptedException {
        for (KafkaFuture<TopicDescription> topic :
                admin.describeTopics(topics).topicNameValues().values()) {
            try {
                await(topic);
            } catch (AuthorizationException e) {
                LOG.debugf("A topic of others: %s", e.getMessage());
            }
        }
    }

    /** Every topic and dead letter topic as this configuration wants them. */
    static List<NewTopic> topics(KitConfig config) {
        List<NewTopic> topics = new ArrayList<>();
        for (TopicDescriptor<?> topic : TopicCatalog.all()) {
            topics.add(new NewTopic(topic.name(), config.partitions(), config.replicationFactor())
                    .configs(settings(topic, config)));
            topics.add(new NewTopic(Topics.dlq(topic.name()), 1, config.replicationFactor())
                    .configs(Map.of(
                            TopicConfig.RETENTION_MS_CONFIG,
                            Long.toString(topic.retention().multipliedBy(2).toMillis()),
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(config.maxDeadLetterBytes()))));
        }
        return topics;
    }

    private static Map<String, String> settings(TopicDescriptor<?> topic, KitConfig config) {
        Map<String, String> settings = new HashMap<>();
        settings.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(config.maxRecordBytes()));
        if (topic.compacted()) {
            settings.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            return settings;
        }
        String retention = Long.toString(topic.retention().toMillis());
        settings.put(TopicConfig.RETENTION_MS_CONFIG, retention);
        if (topic.retention().compareTo(SHORT) < 0) {
            // Only whole segments are removed: with the broker's defaults a quiet topic would keep its last for a week.
            settings.put(TopicConfig.SEGMENT_MS_CONFIG, retention);
            settings.put(TopicConfig.RETENTION_BYTES_CONFIG, Long.toString(SHORT_BYTES));
            settings.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(SHORT_BYTES / 4));
        }
        return settings;
    }

    private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e.getCause());
        }
    }
}
