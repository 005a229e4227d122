package io.slipway.orchestrator.kafka;

import io.slipway.events.TopicDescriptor;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
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

/**
 * All source topics, co-partitioned by environment, into one processor with one store; from there to the topics of
 * commands and status, to the dead letter topics, and back to a source topic for records in the wrong partition.
 */
final class PipelineTopology {

    /** The state store; it names the changelog topic. */
    static final String STORE = "environments";

    private static final String PROCESSOR = "pipelines";

    /** A record without a valid time happened when it arrived: what outsiders write must not stop a partition. */
    private static final TimestampExtractor TIME =
            (record, _) -> record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();

    private PipelineTopology() {}

    /** The topology on the store that survives restarts. */
    static Topology persistent(PipelineSettings settings, DeadLetterSink deadLetters, FreshCommit freshCommit) {
        return build(settings, deadLetters, freshCommit, Stores.persistentKeyValueStore(STORE));
    }

    /** The topology on any store with the name {@link #STORE}. */
    static Topology build(
            PipelineSettings settings,
            DeadLetterSink deadLetters,
            FreshCommit freshCommit,
            KeyValueBytesStoreSupplier store) {
        Topology topology = new Topology();
        String[] sources = Intake.topics().toArray(String[]::new);
        for (String topic : sources) {
            topology.addSource(
                    AutoOffsetReset.earliest(),
                    topic,
                    TIME,
                    new StringDeserializer(),
                    new ByteArrayDeserializer(),
                    topic);
        }
        topology.addProcessor(PROCESSOR, () -> new PipelineProcessor(settings, deadLetters, freshCommit), sources);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of())
                        .withCachingDisabled(),
                PROCESSOR);
        for (TopicDescriptor<?> topic : Outlet.topics()) {
            sink(topology, topic.name(), topic.name());
        }
        for (String topic : sources) {
            sink(topology, placed(topic), topic);
        }
        deadLetters.addTo(topology, PROCESSOR);
        return topology;
    }

    /** The sink that writes records of {@code topic} to their own partition. */
    static String placed(String topic) {
        return topic + "-placed";
    }

    private static void sink(Topology topology, String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), new ByteArraySerializer(), PROCESSOR);
    }
}
