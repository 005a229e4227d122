package io.slipway.kit.streams;

import io.slipway.kit.config.KitConfig;
import io.slipway.kit.config.StreamsConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How a topology runs: exactly once, committed with low latency, back with its partitions right after a crash.
 *
 * @param applicationId names the consumer group, the changelog topics and the transactions: it must never change
 * @param instanceId unique among the instances of the service, the same after a restart
 * @param kafka the settings of all Kafka clients, {@code bootstrap.servers} among them
 * @param commitInterval the longest time that processed records wait for their commit
 * @param poll how long a thread waits for records before it looks whether a commit is due
 * @param cacheBytes memory for stores with a write cache
 * @param replicationFactor of the changelog topics
 * @param maxRecordBytes largest record of changelog topics and producers
 * @param maxThreadReplacements how often a failed thread is replaced within five minutes
 * @param stopTimeout how long the stop waits for the threads
 */
public record StreamsSettings(
        String applicationId,
        String instanceId,
        Map<String, Object> kafka,
        Path stateDir,
        int threads,
        Duration commitInterval,
        Duration poll,
        long cacheBytes,
        short replicationFactor,
        int maxRecordBytes,
        int maxThreadReplacements,
        Duration stopTimeout) {

    public StreamsSettings {
        kafka = Map.copyOf(kafka);
    }

    /** The settings that the service's configuration gives. */
    public static StreamsSettings of(
            String applicationId,
            String instanceId,
            Map<String, Object> kafka,
            StreamsConfiguration streams,
            KitConfig kit) {
        return new StreamsSettings(
                applicationId,
                instanceId,
                kafka,
                streams.stateDir(),
                streams.threads(),
                streams.commitInterval(),
                streams.poll(),
                streams.cacheBytes(),
                kit.replicationFactor(),
                kit.maxRecordBytes(),
                streams.maxThreadReplacements(),
                streams.stopTimeout());
    }

    /** The settings as Kafka Streams takes them. */
    public Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(kafka);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, instanceId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toAbsolutePath().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replicationFactor);
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);

        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.POLL_MS_CONFIG, poll.toMillis());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        properties.putIfAbsent(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallRocksDb.class);
        properties.put(StreamsConfig.ENABLE_METRICS_PUSH_CONFIG, false);

        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRecordBytes);
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), Integer.toString(maxRecordBytes));
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), 1);
        // A member that is killed and comes back within its session gets its partitions, and its state, at once.
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instanceId);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), 1_500);
        properties.put(StreamsConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000L);
        return properties;
    }
}
