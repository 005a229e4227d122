package io.slipway.kit.kafka;

import io.slipway.kit.config.KitConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes plain Kafka clients out of the {@code kafka.*} settings, security included. */
@Singleton
public class KafkaClients {

    private final Map<String, Object> common;
    private final KitConfig config;
    private final String service;

    KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> common,
            KitConfig config,
            @ConfigProperty(name = "quarkus.application.name") String service) {
        this.common = Map.copyOf(common);
        this.config = config;
        this.service = service;
    }

    /** The {@code kafka.*} settings, for clients that are made elsewhere. */
    public Map<String, Object> commonSettings() {
        return common;
    }

    /** A client for topics and groups; to be closed by the caller. */
    public Admin admin() {
        return Admin.create(settings("admin"));
    }

    /**
     * An idempotent producer that never gives a record up while the broker is away; to be closed by the caller.
     *
     * @param purpose part of the client id
     */
    Producer<byte[], byte[]> producer(String purpose) {
        Map<String, Object> settings = settings(purpose);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.maxDeadLetterBytes());
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer of committed records that belongs to no group: partitions are assigned by the caller, who also closes it.
     *
     * @param purpose part of the client id
     */
    public KafkaConsumer<String, byte[]> groupless(String purpose) {
        Map<String, Object> settings = settings(purpose);
        settings.remove(CommonClientConfigs.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * All partitions of a topic, for consumers that belong to no group.
     *
     * @throws UnknownTopicOrPartitionException if the broker does not know the topic, or does not know it yet; a consumer
     *     is told then that there are no partitions, and who reads none of them would believe to have read everything
     */
    public static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("the topic " + topic + " is not there");
        }
        return partitions;
    }

    /** A serializer of record keys. */
    static byte[] keyBytes(String topic, String key) {
        try (StringSerializer serializer = new StringSerializer()) {
            return serializer.serialize(topic, key);
        }
    }

    private Map<String, Object> settings(String purpose) {
        Map<String, Object> settings = new HashMap<>(common);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, service + "-" + purpose);
        return settings;
    }
}
