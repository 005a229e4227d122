package io.slipway.orchestrator.kafka;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.StatusEvent;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.orchestrator.app.PipelineObserver;
import io.slipway.orchestrator.domain.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology without a broker. One partition, a clock that stands still unless it is told to go on. */
final class Rig implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final KeptStore store;
    private final TopologyTestDriver driver;
    private Instant now;

    Rig() {
        this(new KeptStore(), START);
    }

    /** A topology that goes on with what {@code store} holds. */
    Rig(KeptStore store, Instant now) {
        this(store, now, 1, 8 << 20);
    }

    Rig(KeptStore store, Instant now, int partitions, int maxRecordBytes) {
        this.store = store;
        this.now = now;
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "rig");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        PipelineSettings settings = new PipelineSettings(
                Limits.DEFAULT,
                observer(),
                partitions,
                Duration.ofMillis(250),
                100,
                maxRecordBytes,
                topic -> metrics.counter("misplaced", "topic", topic).increment());
        driver = new TopologyTestDriver(
                PipelineTopology.build(
                        settings,
                        new DeadLetterSink(metrics),
                        new FreshCommit(Duration.ofMillis(50), Duration.ofMillis(4)),
                        store),
                properties,
                now);
    }

    private PipelineObserver observer() {
        return new NoObserver();
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    void publish(EnvironmentSpec spec) {
        send(TopicCatalog.ENVIRONMENT_SPEC, spec.environmentId(), spec, null);
    }

    DeployRequested ask(Action action, String environment, String requestId) {
        DeployRequested request = request(action, environment, requestId);
        send(TopicCatalog.DEPLOY_REQUESTED, environment, request, null);
        return request;
    }

    DeployRequested request(Action action, String environment, String requestId) {
        return new DeployRequested(
                requestId, environment, action, List.of(), Map.of(), null, null, new Requester("ada", Origin.API), now);
    }

    <T> void send(TopicDescriptor<T> topic, @Nullable String key, T data, @Nullable String traceparent) {
        Headers headers = new RecordHeaders();
        byte[] value = EventCodec.of(topic)
                .encode(new Event<>("id-" + now, "/test", "subject", now, null, traceparent, data), headers);
        sendRaw(topic.name(), key, value, headers);
    }

    void sendRaw(String topic, @Nullable String key, byte @Nullable [] value, Headers headers) {
        TestInputTopic<String, byte[]> input =
                driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
        input.pipeInput(new TestRecord<>(key, value, headers, now));
    }

    /** The events written to {@code topic} since the last call. */
    <T> List<Event<T>> events(TopicDescriptor<T> topic) {
        List<Event<T>> events = new ArrayList<>();
        for (TestRecord<String, byte[]> record : records(topic.name())) {
            switch (EventCodec.of(topic)
                    .decode(record.key(), record.headers(), record.value(), record.getRecordTime())) {
                case Decoded.Valid<T> valid -> events.add(valid.event());
                case Decoded.Tombstone<T> _ -> throw new AssertionError("a tombstone in " + topic.name());
                case Decoded.Undecodable<T> undecodable -> throw new AssertionError(undecodable.reason());
            }
        }
        return events;
    }

    /** The data of the events written to {@code topic} since the last call. */
    <T> List<T> data(TopicDescriptor<T> topic) {
        return events(topic).stream().map(Event::data).toList();
    }

    List<StatusEvent> statuses() {
        return data(TopicCatalog.SERVICE_STATUS);
    }

    List<TestRecord<String, byte[]>> records(String topic) {
        TestOutputTopic<String, byte[]> output =
                driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    List<TestRecord<String, byte[]>> deadLetters(String topic) {
        return records(Topics.dlq(topic));
    }

    @Override
    public void close() {
        driver.close();
    }
}
