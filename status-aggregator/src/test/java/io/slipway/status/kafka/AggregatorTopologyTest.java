package io.slipway.status.kafka;

import static io.slipway.events.status.DeploymentState.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.EventRecords;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.status.domain.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The topology in memory. Whether an event is fresh is the gate's to say, here with a pause of none or of ever. */
class AggregatorTopologyTest {

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration NEVER = Duration.ofDays(365);

    private final EventCodec<EnvironmentStatus> codec = EventCodec.of(TopicCatalog.ENVIRONMENT_STATUS);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private TopologyTestDriver driver;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    @Test
    void shouldPublishAFreshEventAtOnce() {
        open(AT_ONCE, 100);
        Story story = story();

        story.told().forEach(this::send);

        List<EnvironmentStatus> statuses = statuses();
        assertThat(statuses).extracting(EnvironmentStatus::sequence).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(statuses.getLast()).isEqualTo(numbered(story.status(), 6));
    }

    @Test
    void shouldPublishOnceForEventsThatComeFasterThanTheyNeedToBeSeen() {
        open(NEVER, 100);
        Story story = story();
        story.told().forEach(this::send);
        assertThat(statuses()).isEmpty();

        driver.advanceWallClockTime(Duration.ofMillis(5));

        assertThat(statuses()).containsExactly(numbered(story.status(), 1));
        driver.advanceWallClockTime(Duration.ofSeconds(5));
        assertThat(statuses()).isEmpty();
    }

    @Test
    void shouldPublishRarelyWhileItWorksOffABacklog() {
        open(NEVER, 100);
        Story story = story();
        Instant longAgo = driverTime().minusSeconds(60);
        story.told().forEach(event -> send(event, longAgo));

        driver.advanceWallClockTime(Duration.ofMillis(99));
        assertThat(statuses()).isEmpty();
        driver.advanceWallClockTime(Duration.ofMillis(1));

        assertThat(statuses()).containsExactly(numbered(story.status(), 1));
    }

    @Test
    void shouldHurryWhenTheBacklogIsWorkedOff() {
        open(NEVER, 100);
        Story story = story();
        Instant longAgo = driverTime().minusSeconds(60);
        story.told().subList(0, 5).forEach(event -> send(event, longAgo));
        send(story.told().getLast());

        driver.advanceWallClockTime(Duration.ofMillis(5));

        assertThat(statuses()).containsExactly(numbered(story.status(), 1));
    }

    @Test
    void shouldIgnoreEventsThatComeTwice() {
        open(AT_ONCE, 100);
        Story story = story();
        story.told().forEach(this::send);
        EnvironmentStatus last = statuses().getLast();

        story.told().forEach(this::send);

        assertThat(statuses()).isEmpty();
        assertThat(last).isEqualTo(numbered(story.status(), 6));
        assertThat(metrics.counter("slipway.status.events", "outcome", "ignored")
                        .count())
                .isEqualTo(6);
        assertThat(metrics.counter("slipway.status.events", "outcome", "folded").count())
                .isEqualTo(6);
    }

    @Test
    void shouldReadFromTheStoreWhatIsNotInTheHeap() {
        open(AT_ONCE, 1);
        Story story = story();
        story.running(
                "web", RunningState.RUNNING, ServiceRunning.Instance.of("w", RunningState.RUNNING, null, 0, null));
        for (StatusEvent event : story.told()) {
            send(event);
            // another environment drives the first one out of the heap
            send(TopicCatalog.SERVICE_STATUS, "other", other(event.sequence()), driverTime());
        }
        send(TopicCatalog.SERVICE_RUNNING, "env-1", running(story), driverTime());

        List<EnvironmentStatus> statuses = statuses();
        List<EnvironmentStatus> mine =
                statuses.stream().filter(s -> s.environmentId().equals("env-1")).toList();
        assertThat(mine).hasSize(7);
        assertThat(mine.getLast()).isEqualTo(numbered(story.status(), 7));
    }

    @Test
    void shouldTakeServicesOutOfTheStoreThatAreGone() {
        open(AT_ONCE, 1);
        Story story = story();
        story.described(Map.of("apps", List.of("api")));
        story.told().forEach(this::send);
        send(TopicCatalog.SERVICE_STATUS, "other", other(1), driverTime());

        assertThat(storedKeys("env-1")).doesNotContain(PartKey.of("env-1", "service/web"));
        assertThat(statuses().stream()
                        .filter(s -> s.environmentId().equals("env-1"))
                        .toList()
                        .getLast())
                .isEqualTo(numbered(story.status(), 7));
    }

    @Test
    void shouldWriteATombstoneForAForgottenEnvironmentAndKeepItsCountersAlone() {
        open(AT_ONCE, 100);
        Story story = story().forgotten();
        story.told().forEach(this::send);

        List<TestRecord<String, byte[]>> records = output().readRecordsToList();

        assertThat(records.getLast().key()).isEqualTo("env-1");
        assertThat(records.getLast().value()).isNull();
        assertThat(storedKeys("env-1")).containsExactly(PartKey.of("env-1", "progress"));
    }

    @Test
    void shouldCarryTheTraceOnAndGiveEveryStatusAnIdOfItsOwn() {
        open(AT_ONCE, 100);
        send(story().told().getFirst());

        TestRecord<String, byte[]> record = output().readRecord();

        assertThat(record.key()).isEqualTo("env-1");
        assertThat(codec.decode(record.key(), record.headers(), record.value(), Instant.EPOCH))
                .isInstanceOfSatisfying(Decoded.Valid.class, valid -> {
                    assertThat(valid.event().traceparent()).isEqualTo(TRACEPARENT);
                    assertThat(valid.event().deploymentId()).isEqualTo("d-1");
                    assertThat(valid.event().id()).isEqualTo("env-1:1");
                    assertThat(valid.event().subject()).isEqualTo("env-1");
                });
    }

    @Test
    void shouldSendWhatItCannotReadToTheDeadLetterTopicsAndGoOn() {
        open(AT_ONCE, 100);
        pipe(Topics.SERVICE_STATUS, new TestRecord<>("env-1", "hello".getBytes(UTF_8), new RecordHeaders()));
        pipe(Topics.SERVICE_RUNNING, new TestRecord<>("env-1", new byte[] {0, 1}, new RecordHeaders()));
        pipe(Topics.SERVICE_STATUS, new TestRecord<>("env-1", (byte[]) null, new RecordHeaders()));
        send(TopicCatalog.SERVICE_STATUS, "not-env-1", story().told().getFirst(), driverTime());
        send(TopicCatalog.SERVICE_STATUS, null, story().told().getFirst(), driverTime());

        List<TestRecord<String, byte[]>> letters =
                topic(Topics.dlq(Topics.SERVICE_STATUS)).readRecordsToList();
        assertThat(letters).hasSize(4);
        assertThat(reason(letters.get(0))).contains("not a CloudEvent");
        assertThat(letters.get(0).value()).isEqualTo("hello".getBytes(UTF_8));
        assertThat(reason(letters.get(1))).contains("without a value");
        assertThat(reason(letters.get(2))).contains("'not-env-1'").contains("'env-1'");
        assertThat(reason(letters.get(3))).contains("'env-1'");
        assertThat(topic(Topics.dlq(Topics.SERVICE_RUNNING)).readRecordsToList())
                .hasSize(1);
        assertThat(metrics.counter("slipway.dlq.records", "topic", Topics.SERVICE_STATUS)
                        .count())
                .isEqualTo(4);
        assertThat(statuses()).isEmpty();
        Story story = story();
        story.told().forEach(this::send);
        assertThat(statuses().getLast()).isEqualTo(numbered(story.status(), 6));
    }

    private void open(Duration pause, int cachedEnvironments) {
        FreshCommit freshCommit = new FreshCommit(Duration.ofDays(30_000), pause);
        if (!pause.isZero()) {
            freshCommit.wanted(System.currentTimeMillis());
        }
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        driver = new TopologyTestDriver(
                AggregatorTopology.build(
                        new AggregatorSettings(
                                cachedEnvironments,
                                Duration.ofMillis(5),
                                Duration.ofMillis(100),
                                Duration.ofMillis(50)),
                        new DeadLetterSink(metrics),
                        freshCommit,
                        new FoldMetrics(metrics),
                        Stores.inMemoryKeyValueStore(AggregatorTopology.STORE)),
                settings,
                Instant.parse("2026-01-02T04:00:00Z"));
        now = Instant.parse("2026-01-02T04:00:00Z");
    }

    private Instant now;

    private Instant driverTime() {
        return now;
    }

    private static Story story() {
        Map<String, List<String>> layout = new LinkedHashMap<>();
        layout.put("data", List.of("db"));
        layout.put("apps", List.of("web", "api"));
        return new Story()
                .described(layout)
                .begins("d-1", Action.DEPLOY, "web")
                .service("web", QUEUED, DEPLOYING, DEPLOYED)
                .turns(Phase.SUCCEEDED);
    }

    private static StatusEvent other(long sequence) {
        return new StatusEvent.EnvironmentDescribed("other", sequence, Story.START, "other", 1, List.of());
    }

    private static ServiceRunning running(Story story) {
        return story.view().running().get("web");
    }

    private void send(StatusEvent event) {
        send(event, driverTime());
    }

    private void send(StatusEvent event, Instant recordedAt) {
        send(TopicCatalog.SERVICE_STATUS, "env-1", event, recordedAt);
    }

    private <T> void send(TopicDescriptor<T> topic, String key, T data, Instant recordedAt) {
        var record = EventRecords.encode(
                EventCodec.of(topic), key, new Event<>("e", "/test", "subject", recordedAt, "d-1", TRACEPARENT, data));
        pipe(topic.name(), new TestRecord<>(key, record.value(), record.headers(), recordedAt));
    }

    private void pipe(String topic, TestRecord<String, byte[]> record) {
        TestInputTopic<String, byte[]> input =
                driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
        input.pipeInput(record);
    }

    private TestOutputTopic<String, byte[]> output() {
        return topic(Topics.ENVIRONMENT_STATUS);
    }

    private TestOutputTopic<String, byte[]> topic(String name) {
        return driver.createOutputTopic(name, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private List<EnvironmentStatus> statuses() {
        List<EnvironmentStatus> statuses = new ArrayList<>();
        for (TestRecord<String, byte[]> record : output().readRecordsToList()) {
            if (codec.decode(record.key(), record.headers(), record.value(), Instant.EPOCH)
                    instanceof Decoded.Valid<EnvironmentStatus>(Event<EnvironmentStatus> event)) {
                statuses.add(event.data());
            }
        }
        return statuses;
    }

    private List<String> storedKeys(String environment) {
        List<String> keys = new ArrayList<>();
        try (var all = driver.<String, byte[]>getKeyValueStore(AggregatorTopology.STORE)
                .all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.removeIf(key -> !key.startsWith(PartKey.prefix(environment)));
        return keys;
    }

    private static EnvironmentStatus numbered(EnvironmentStatus status, long sequence) {
        return new EnvironmentStatus(
                status.environmentId(),
                sequence,
                status.at(),
                status.name(),
                status.specVersion(),
                status.state(),
                status.running(),
                status.deployment(),
                status.queue(),
                status.stages());
    }

    private static String reason(TestRecord<?, ?> letter) {
        return new String(letter.headers().lastHeader(DeadLetterHeaders.REASON).value(), UTF_8);
    }
}
