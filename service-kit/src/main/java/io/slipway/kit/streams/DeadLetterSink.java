package io.slipway.kit.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.events.Topics;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.kit.metrics.KitMetrics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jboss.logging.Logger;

/**
 * The dead letter topics as a sink of a topology: letters are part of the transaction that consumes the record. One sink
 * serves all source topics.
 */
public final class DeadLetterSink {

    /** The sink's name in the topology. */
    public static final String NAME = "dead-letters";

    private static final Logger LOG = Logger.getLogger(DeadLetterSink.class);

    private final MeterRegistry metrics;

    /** @param metrics where letters are counted, {@code slipway_dlq_records_total{topic}} */
    public DeadLetterSink(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Adds the sink to {@code topology}, below the processors named. */
    public void addTo(Topology topology, String... parents) {
        topology.addSink(
                NAME,
                (key, value, record) -> Topics.dlq(origin(record.headers())),
                new StringSerializer(),
                new ByteArraySerializer(),
                parents);
    }

    /** Forwards {@code record}, as it came from its source topic, to its dead letter topic. */
    public void send(ProcessorContext<String, byte[]> context, Record<String, byte[]> record, String reason) {
        RecordMetadata from = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException("only records of source topics become dead letters"));
        LOG.warnf(
                "Record %s-%d@%d goes to the dead letter topic: %s",
                from.topic(), from.partition(), from.offset(), reason);
        Headers headers = DeadLetterHeaders.of(record.headers(), reason, from.topic(), from.partition(), from.offset());
        context.forward(record.withHeaders(headers), NAME);
        KitMetrics.deadLetter(metrics, from.topic());
    }

    private static String origin(Headers headers) {
        Header topic = headers.lastHeader(DeadLetterHeaders.TOPIC);
        if (topic == null) {
            throw new IllegalStateException("a dead letter does not tell its topic");
        }
        return new String(topic.value(), StandardCharsets.UTF_8);
    }
}
