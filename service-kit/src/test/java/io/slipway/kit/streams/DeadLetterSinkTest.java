package io.slipway.kit.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.Samples;
import io.slipway.kit.kafka.DeadLetterHeaders;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The helpers of a topology in a topology: what is no event becomes a dead letter, events are passed on. */
class DeadLetterSinkTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private final EventCodec<WorkCancelled> codec = EventCodec.of(TopicCatalog.WORK_CANCELLED);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final TopologyTestDriver driver = new TopologyTestDriver(topology(), settings());
    private final TestInputTopic<String, byte[]> in =
            driver.createInputTopic("work.cancelled", new StringSerializer(), new ByteArraySerializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldSendWhatIsNoEventToTheDeadLetterTopicOfItsSource() {
        in.pipeInput(
                new TestRecord<>("env-1", "hello".getBytes(UTF_8), new RecordHeaders().add("mine", new byte[] {7})));

        TestRecord<String, byte[]> letter = topic("work.cancelled.dlq").readRecord();
        assertThat(letter.key()).isEqualTo("env-1");
        assertThat(letter.value()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(letter.headers().lastHeader("mine").value()).containsExactly(7);
        assertThat(header(letter, DeadLetterHeaders.REASON)).contains("not a CloudEvent");
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo("work.cancelled");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).isEqualTo("0");
        assertThat(metrics.counter("slipway.dlq.records", "topic", "work.cancelled")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldReadAndWriteEvents() {
        Event<WorkCancelled> event = new Event<>(
                "e-1", "/test", "svc-1", NOW, "dep-1", null, new WorkCancelled(Samples.step("svc-1", 5), NOW));
        Record<String, byte[]> record = EventRecords.encode(codec, "env-1", event);
        in.pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), NOW));

        TestRecord<String, byte[]> out = topic("out").readRecord();

        assertThat(codec.decode(out.key(), out.headers(), out.value(), NOW)).isEqualTo(new Decoded.Valid<>(event));
        assertThat(out.timestamp()).isEqualTo(NOW.toEpochMilli());
    }

    private Topology topology() {
        DeadLetterSink deadLetters = new DeadLetterSink(metrics);
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new ByteArrayDeserializer(), "work.cancelled");
        topology.addProcessor("echo", () -> new Echo(codec, deadLetters), "in");
        topology.addSink("out", "out", new StringSerializer(), new ByteArraySerializer(), "echo");
        deadLetters.addTo(topology, "echo");
        return topology;
    }

    private TestOutputTopic<String, byte[]> topic(String name) {
        return driver.createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        return settings;
    }

    private static String header(TestRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private static final class Echo extends ContextualProcessor<String, byte[], String, byte[]> {

        private final EventCodec<WorkCancelled> codec;
        private final DeadLetterSink deadLetters;

        private Echo(EventCodec<WorkCancelled> codec, DeadLetterSink deadLetters) {
            this.codec = codec;
            this.deadLetters = deadLetters;
        }

        @Override
        public void process(Record<String, byte[]> record) {
            switch (EventRecords.decode(codec, record)) {
                case Decoded.Valid<WorkCancelled>(var event) ->
                    context().forward(EventRecords.encode(codec, record.key(), event), "out");
                case Decoded.Undecodable<WorkCancelled>(String reason) -> deadLetters.send(context(), record, reason);
                case Decoded.Tombstone<WorkCancelled> _ -> {}
            }
        }
    }
}
