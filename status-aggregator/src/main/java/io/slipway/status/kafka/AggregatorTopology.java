package io.slipway.status.kafka;

import io.slipway.events.Topics;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.Stores;

/** Both source topics, co-partitioned by environment, into one processor with one store, and on to the status topic. */
final class AggregatorTopology {

    /** The state store; it names the changelog topic. */
    static final String STORE = "views";

    static final String STATUS_SINK = "environment-status";

    static final List<String> SOURCES = List.of(Topics.SERVICE_STATUS, Topics.SERVICE_RUNNING);

    private static final String PROCESSOR = "fold";

    /** A record without a valid time happened when it arrived: what others write must not stop a partition. */
    private static final TimestampExtractor TIME =
            (record, _) -> record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();

    private AggregatorTopology() {}

    /** The topology on the store that survives restarts. */
    static Topology persistent(
            AggregatorSettings settings, DeadLetterSink deadLetters, FreshCommit freshCommit, FoldMetrics metrics) {
        return build(settings, deadLetters, freshCommit, metrics, Stores.persistentKeyValueStore(STORE));
    }

    /** The topology on any store with the name {@link #STORE}. */
    static Topology build(
            AggregatorSettings settings,
            DeadLetterSink deadLetters,
            FreshCommit freshCommit,
            FoldMetrics metrics,
            KeyValueBytesStoreSupplier store) {
        Topology topology = new Topology();
        for (String source : SOURCES) {
            topology.addSource(
                    AutoOffsetReset.earliest(),
                    source,
                    TIME,
                    new StringDeserializer(),
                    new ByteArrayDeserializer(),
                    source);
        }
        topology.addProcessor(
                PROCESSOR,
                () -> new AggregatorProcessor(settings, deadLetters, freshCommit, metrics),
                SOURCES.toArray(String[]::new));
        topology.addStateStore(
                // The cache lets parts that change often reach the disk and the changelog once per commit.
                Stores.keyValueStoreBuilder(store, Serdes.String(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingEnabled(),
                PROCESSOR);
        topology.addSink(
                STATUS_SINK, Topics.ENVIRONMENT_STATUS, new StringSerializer(), new ByteArraySerializer(), PROCESSOR);
        deadLetters.addTo(topology, PROCESSOR);
        return topology;
    }
}
