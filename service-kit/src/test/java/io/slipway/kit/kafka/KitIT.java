package io.slipway.kit.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.EmbeddedKafkaResource;
import io.slipway.kit.Samples;
import io.slipway.kit.health.LivenessRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.log.LogFields;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.retry.Retries;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.work.StepException;
import io.slipway.testkit.Outsider;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kit inside a Quarkus application, against a broker. */
@QuarkusTest
@WithTestResource(EmbeddedKafkaResource.class)
class KitIT {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static boolean started;

    @Inject
    BuildsUnderTest builds;

    @Inject
    RequestsUnderTest requests;

    @Inject
    StatusesUnderTest statuses;

    @Inject
    EventPublisher publisher;

    @Inject
    EventFactory events;

    @Inject
    KafkaSender sender;

    @Inject
    KafkaClients clients;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private Outsider outside;

    @Inject
    CancellationRegistry cancellations;

    @Inject
    DeploymentLog log;

    @Inject
    IncomingEvents incoming;

    @Inject
    LivenessRegistry liveness;

    @Inject
    MeterRegistry metrics;

    @Inject
    SecretCipher cipher;

    @BeforeEach
    void connect() {
        outside = new Outsider(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @BeforeEach
    void startOnce() {
        if (!started) {
            started = true;
            builds.start();
        }
    }

    @Test
    void shouldServeAtMostAsManyAtOnceAsWantedAndStayInTheGroupMeanwhile() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        // What tests before this one sent is over.
        soon().until(() -> committed().equals(ends()));
        builds.handleWith(_ -> go.await());
        List<String> services = List.of("slow-1", "slow-2", "slow-3", "slow-4", "slow-5");
        for (String service : services) {
            publishBuild(service);
        }
        soon().until(() -> builds.active() == BuildsUnderTest.CONCURRENCY);
        String member = onlyMember().consumerId();
        Map<TopicPartition, OffsetAndMetadata> before = committed();

        // max.poll.interval.ms is 2 s here: a consumer that does not poll would be out of the group by then
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofMinutes(1))
                .until(() -> member.equals(onlyMember().consumerId()));
        assertThat(committed()).isEqualTo(before);
        assertThat(builds.served()).isEmpty();

        go.countDown();
        soon().until(() -> builds.served().size() == services.size());
        assertThat(builds.served()).containsExactlyInAnyOrderElementsOf(services);
        assertThat(builds.maxActive()).isEqualTo(BuildsUnderTest.CONCURRENCY);
        soon().until(() -> committed().equals(ends()));
    }

    @Test
    void shouldBeAMemberThatIsKnownAgainAfterARestart() throws Exception {
        builds.handleWith(_ -> {});
        soon().until(() -> !members("builds").isEmpty());

        assertThat(onlyMember().groupInstanceId()).contains("kit-test-7-builds");
    }

    @Test
    void shouldHaveLogFieldsAndTraceOfTheEventWhileItIsServed() throws Exception {
        CompletableFuture<Map<String, Object>> seen = new CompletableFuture<>();
        builds.handleWith(event -> {
            Map<String, Object> context = new HashMap<>(MDC.getMap());
            context.put("trace", Span.current().getSpanContext().getTraceId());
            context.put("result", events.event(event.data().step(), "result").traceparent());
            seen.complete(context);
        });
        Event<?> event = publishBuild("traced");

        Map<String, Object> context = seen.get(60, TimeUnit.SECONDS);

        assertThat(event.traceparent()).contains(TRACE);
        assertThat(context)
                .containsEntry(LogFields.ENVIRONMENT_ID, "env-1")
                .containsEntry(LogFields.DEPLOYMENT_ID, "dep-1")
                .containsEntry(LogFields.SERVICE_ID, "traced")
                .containsEntry(LogFields.ATTEMPT, "1")
                .containsEntry("trace", TRACE);
        assertThat((String) context.get("result")).contains(TRACE);
    }

    @Test
    void shouldSendWhatItCannotDecodeToTheDeadLetterTopicAndGoOn() throws Exception {
        builds.handleWith(_ -> {});
        double before = deadLetters(Topics.BUILD_REQUESTED);
        sender.send(
                        Topics.BUILD_REQUESTED,
                        "svc-x".getBytes(UTF_8),
                        "hello".getBytes(UTF_8),
                        new RecordHeaders().add("mine", "kept".getBytes(UTF_8)))
                .toCompletableFuture()
                .get();
        publishBuild("after-garbage");

        ConsumerRecord<String, byte[]> letter = deadLetter(Topics.BUILD_REQUESTED, "svc-x");

        assertThat(new String(letter.value(), UTF_8)).isEqualTo("hello");
        assertThat(header(letter, "mine")).isEqualTo("kept");
        assertThat(header(letter, DeadLetterHeaders.REASON)).contains("not a CloudEvent");
        assertThat(header(letter, DeadLetterHeaders.TOPIC)).isEqualTo(Topics.BUILD_REQUESTED);
        assertThat(header(letter, DeadLetterHeaders.PARTITION)).matches("\\d+");
        assertThat(header(letter, DeadLetterHeaders.OFFSET)).matches("\\d+");
        soon().until(() -> builds.served().contains("after-garbage"));
        soon().until(() -> deadLetters(Topics.BUILD_REQUESTED) == before + 1);
    }

    @Test
    void shouldTryAgainAsOftenAsConfiguredAndThenGiveTheRecordUp() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        builds.handleWith(_ -> {
            tries.incrementAndGet();
            throw new IllegalStateException("no luck");
        });
        publishBuild("unlucky");

        ConsumerRecord<String, byte[]> letter = deadLetter(Topics.BUILD_REQUESTED, "unlucky");

        assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("no luck");
        assertThat(tries).hasValue(3);
    }

    @Test
    void shouldNotTryAFailedStepAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        builds.handleWith(_ -> {
            tries.incrementAndGet();
            throw new StepException(StepFailure.Reason.BUILD_FAILED, "make: *** error");
        });
        publishBuild("failed-step");

        assertThat(header(deadLetter(Topics.BUILD_REQUESTED, "failed-step"), DeadLetterHeaders.REASON))
                .contains("make: *** error");
        assertThat(tries).hasValue(1);
    }

    @Test
    void shouldTryForAsLongAsADependencyIsAway() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        builds.handleWith(_ -> {
            if (tries.incrementAndGet() < 12) {
                throw new IllegalStateException(new DependencyUnavailableException("the engine is away", null));
            }
        });
        publishBuild("patient");

        soon().until(() -> builds.served().contains("patient"));
        assertThat(tries).hasValue(12);
    }

    @Test
    void shouldNotBeLiveAnyMoreWhenAChannelFails() {
        assertThat(liveness.parts()).containsEntry("consumer of build.requested", true);

        incoming.consume(
                Multi.createFrom().failure(new IllegalStateException("the channel broke")),
                EventCodec.of(TopicCatalog.JOB_REQUESTED),
                1,
                _ -> {});

        assertThat(liveness.parts())
                .containsEntry("consumer of job.requested", false)
                .containsEntry("consumer of build.requested", true);
        liveness.register("consumer of job.requested", () -> true);
    }

    @Test
    void shouldServeReactivelyOnTheRecordsOwnContext() throws Exception {
        CompletableFuture<Map<String, Object>> seen = new CompletableFuture<>();
        AtomicInteger tries = new AtomicInteger();
        requests.handleWith(event -> Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(Duration.ofMillis(5))
                .invoke(() -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalStateException("once");
                    }
                    seen.complete(Map.of("user", event.data().requestedBy().user()));
                }));
        RecordHeaders headers = new RecordHeaders();
        headers.add("content-type", "application/cloudevents+json".getBytes(UTF_8));
        sender.send(Topics.DEPLOY_REQUESTED, "env-9".getBytes(UTF_8), """
                        {"specversion":"1.0","id":"e-1","source":"/ci","type":"io.slipway.deploy.requested.v1",
                         "datacontenttype":"application/json","data":{"action":"STOP"}}""".getBytes(UTF_8), headers)
                .toCompletableFuture()
                .get();

        assertThat(seen.get(60, TimeUnit.SECONDS)).containsEntry("user", "/ci");
        assertThat(tries).hasValue(2);
    }

    @Test
    void shouldServeWhatOnePollBroughtTogetherAndGiveUpOnlyWhatCannotBeServed() throws Exception {
        CompletableFuture<Void> plugged = new CompletableFuture<>();
        CompletableFuture<Void> go = new CompletableFuture<>();
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        List<String> served = new CopyOnWriteArrayList<>();
        statuses.handleWith(batch -> {
            List<String> keys = batch.stream()
                    .map(each -> (each.event() == null ? "no more " : "") + each.key())
                    .toList();
            if (keys.contains("plug")) {
                plugged.complete(null);
                return Uni.createFrom().completionStage(go);
            }
            sizes.add(keys.size());
            if (keys.contains("poison")) {
                return Uni.createFrom().failure(new IllegalStateException("no luck with " + keys.size()));
            }
            served.addAll(keys);
            return Uni.createFrom().voidItem();
        });
        forgetEnvironment("plug");
        plugged.get(60, TimeUnit.SECONDS);
        double before = deadLetters(Topics.SERVICE_STATUS);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String key = i == 20 ? "poison" : "env-" + i;
            forgetEnvironment(key);
            if (i != 20) {
                sent.add(key);
            }
        }
        publisher
                .forget(TopicCatalog.SERVICE_STATUS, "env-0")
                .toCompletableFuture()
                .get();
        sent.add("no more env-0");
        sender.send(Topics.SERVICE_STATUS, "noise".getBytes(UTF_8), "hello".getBytes(UTF_8), new RecordHeaders())
                .toCompletableFuture()
                .get();
        go.complete(null);

        soon().until(() -> served.size() == sent.size());
        assertThat(served).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(sizes).anySatisfy(size -> assertThat(size).isGreaterThan(1));
        assertThat(header(deadLetter(Topics.SERVICE_STATUS, "poison"), DeadLetterHeaders.REASON))
                .isEqualTo("no luck with 1");
        assertThat(header(deadLetter(Topics.SERVICE_STATUS, "noise"), DeadLetterHeaders.REASON))
                .contains("not a CloudEvent");
        soon().until(() -> deadLetters(Topics.SERVICE_STATUS) == before + 2);
        soon().until(() -> committed(Topics.SERVICE_STATUS).equals(ends(Topics.SERVICE_STATUS)));
    }

    @Test
    void shouldKeepABatchTogetherForAsLongAsADependencyIsAway() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        CompletableFuture<String> served = new CompletableFuture<>();
        statuses.handleWith(batch -> {
            if (tries.incrementAndGet() < 12) {
                return Uni.createFrom().failure(new DependencyUnavailableException("the database is away", null));
            }
            served.complete(batch.getFirst().key());
            return Uni.createFrom().voidItem();
        });

        forgetEnvironment("patient");

        assertThat(served.get(60, TimeUnit.SECONDS)).isEqualTo("patient");
        assertThat(tries).hasValue(12);
    }

    @Test
    void shouldKnowWhatWasCancelledBeforeAndTellWhatIsCancelledNow() throws Exception {
        StepRef before = Samples.step("svc-1", 101);
        publishCancellation(before);

        cancellations.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

        soon().until(() -> cancellations.isCancelled(before));
        StepRef now = Samples.step("svc-1", 102);
        CompletableFuture<Void> told = new CompletableFuture<>();
        cancellations.onCancelled(now, () -> told.complete(null));
        assertThat(cancellations.isCancelled(now)).isFalse();

        publishCancellation(now);

        told.get(60, TimeUnit.SECONDS);
        assertThat(cancellations.isCancelled(now)).isTrue();
    }

    @Test
    void shouldNotTakeATopicThatIsNotThereYetForOneInWhichThereIsNothing() throws Exception {
        TopicDescriptor<WorkCancelled> late = new TopicDescriptor<>(
                "late",
                WorkCancelled.class,
                TopicDescriptor.Key.ENVIRONMENT_ID,
                false,
                Duration.ofDays(1),
                TopicDescriptor.Audience.INTERNAL,
                "It is made later.");
        try (WholeTopic<WorkCancelled> topic = WholeTopic.read(clients, late, _ -> {});
                Admin admin = clients.admin()) {
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> !topic.isCaughtUp());

            admin.createTopics(List.of(new NewTopic(late.name(), 1, (short) 1)))
                    .all()
                    .get();

            soon().until(topic::isCaughtUp);
        }
    }

    @Test
    void shouldWriteLogLinesInOrderWithTimesOfTheirOwn() throws Exception {
        StepRef step = Samples.step("talker", 7);
        for (int i = 0; i < 500; i++) {
            log.line(step, Source.BUILD, Level.INFO, "line " + i);
        }
        log.flush().toCompletableFuture().get(60, TimeUnit.SECONDS);

        List<DeploymentLogLine> lines = outside.events(TopicCatalog.DEPLOYMENT_LOG).stream()
                .map(Event::data)
                .filter(line -> "talker".equals(line.serviceId()))
                .toList();

        assertThat(lines).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(lines.get(i).message()).isEqualTo("line " + i);
        }
        assertThat(lines).extracting(DeploymentLogLine::at).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldCreateEveryTopicAsTheCatalogWantsIt() throws Exception {
        try (Admin admin = clients.admin()) {
            for (TopicDescriptor<?> topic : TopicCatalog.all()) {
                String dlq = Topics.dlq(topic.name());
                var described = admin.describeTopics(List.of(topic.name(), dlq))
                        .allTopicNames()
                        .get();
                assertThat(described.get(topic.name()).partitions()).hasSize(3);
                assertThat(described.get(dlq).partitions()).hasSize(1);
            }
            ConfigResource spec = new ConfigResource(ConfigResource.Type.TOPIC, Topics.ENVIRONMENT_SPEC);
            assertThat(admin.describeConfigs(List.of(spec))
                            .all()
                            .get()
                            .get(spec)
                            .get("cleanup.policy")
                            .value())
                    .isEqualTo("compact");
        }
    }

    @Test
    void shouldStoreARecordThatIsAsLargeAsRecordsMayBeAsADeadLetter() throws Exception {
        builds.handleWith(_ -> {});
        byte[] large = new byte[8_388_608 - 200];
        sender.send(Topics.BUILD_REQUESTED, "large".getBytes(UTF_8), large, new RecordHeaders())
                .toCompletableFuture()
                .get();

        assertThat(deadLetter(Topics.BUILD_REQUESTED, "large").value()).hasSize(large.length);
    }

    @Test
    void shouldTryASynchronousCallAgainAsOftenAsToldAndOnlyIfItIsWorthIt() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        Retries retries = Retries.bounded(
                "A test",
                2,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                failure -> failure instanceof IllegalStateException);

        assertThat(retries.<String>call(() -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("not yet");
                    }
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(tries).hasValue(3);

        tries.set(0);
        assertThatThrownBy(() -> retries.call(() -> {
                    tries.incrementAndGet();
                    throw new IllegalStateException("never");
                }))
                .hasMessage("never");
        assertThat(tries).hasValue(3);

        tries.set(0);
        assertThatThrownBy(() -> retries.call(() -> {
                    tries.incrementAndGet();
                    throw new IllegalArgumentException("wrong");
                }))
                .hasMessage("wrong");
        assertThat(tries).hasValue(1);
    }

    @Test
    void shouldGiveTheCipherOfTheConfiguredKeyset() {
        assertThat(cipher.decrypt(cipher.encrypt("s3cret"))).isEqualTo("s3cret");
    }

    @Test
    void shouldPutTheKitsDefaultsIntoEffect() {
        var config = ConfigProvider.getConfig();
        assertThat(config.getValue("quarkus.devservices.enabled", String.class)).isEqualTo("false");
        assertThat(config.getValue("quarkus.otel.traces.sampler", String.class)).isEqualTo("traceidratio");
        assertThat(config.getValue("quarkus.otel.traces.sampler.arg", String.class))
                .isEqualTo("0.0");
        assertThat(config.getValue("quarkus.log.console.json.enabled", Boolean.class))
                .isFalse();
        assertThat(config.getValue("quarkus.shutdown.timeout", String.class)).isEqualTo("10s");
    }

    private Event<?> publishBuild(String service) throws Exception {
        Event<io.slipway.events.work.BuildRequested> event = new Event<>(
                UUID.randomUUID().toString(),
                "/test",
                service,
                Instant.now(),
                "dep-1",
                "00-" + TRACE + "-b7ad6b7169203331-01",
                Samples.build(service, 1));
        publisher
                .publish(TopicCatalog.BUILD_REQUESTED, service, event)
                .toCompletableFuture()
                .get();
        return event;
    }

    private void forgetEnvironment(String id) throws Exception {
        publisher
                .publish(
                        TopicCatalog.SERVICE_STATUS,
                        id,
                        events.event(id, null, new StatusEvent.EnvironmentForgotten(id, 1, Instant.now())))
                .toCompletableFuture()
                .get();
    }

    private void publishCancellation(StepRef step) throws Exception {
        publisher
                .publish(
                        TopicCatalog.WORK_CANCELLED,
                        step.environmentId(),
                        events.event(step, new WorkCancelled(step, Instant.now())))
                .toCompletableFuture()
                .get();
    }

    private double deadLetters(String topic) {
        var counter = metrics.find("slipway.dlq.records").tag("topic", topic).counter();
        return counter == null ? 0 : counter.count();
    }

    private ConsumerRecord<String, byte[]> deadLetter(String topic, String key) {
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        soon().until(() -> {
            found.clear();
            outside.records(Topics.dlq(topic)).stream()
                    .filter(r -> key.equals(r.key()))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.getLast();
    }

    private MemberDescription onlyMember() throws Exception {
        List<MemberDescription> members = members("builds");
        assertThat(members).hasSize(1);
        return members.getFirst();
    }

    private List<MemberDescription> members(String channel) throws Exception {
        try (Admin admin = clients.admin()) {
            return admin.describeConsumerGroups(List.of("kit-test")).all().get().get("kit-test").members().stream()
                    .filter(member -> member.groupInstanceId().orElse("").endsWith("-" + channel))
                    .toList();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
        return committed(Topics.BUILD_REQUESTED);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String topic) throws Exception {
        try (Admin admin = clients.admin()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(admin.listConsumerGroupOffsets("kit-test")
                    .partitionsToOffsetAndMetadata()
                    .get());
            offsets.keySet().removeIf(partition -> !partition.topic().equals(topic));
            Map<TopicPartition, OffsetAndMetadata> plain = new HashMap<>();
            offsets.forEach((partition, offset) -> plain.put(partition, new OffsetAndMetadata(offset.offset())));
            return plain;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> ends() {
        return ends(Topics.BUILD_REQUESTED);
    }

    private Map<TopicPartition, OffsetAndMetadata> ends(String topic) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        try (KafkaConsumer<String, byte[]> consumer = clients.groupless("test-ends")) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(p -> new TopicPartition(p.topic(), p.partition()))
                    .toList();
            consumer.endOffsets(partitions).forEach((partition, end) -> {
                if (end > 0) {
                    ends.put(partition, new OffsetAndMetadata(end));
                }
            });
        }
        return ends;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1));
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
