package io.slipway.orchestrator.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.orchestrator.Specs;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BadRecordsTest {

    static List<String> topics() {
        return Intake.topics();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSendWhatItCannotDecodeToTheDeadLetterTopicAndGoOn(String topic) {
        try (Rig rig = new Rig()) {
            rig.sendRaw(topic, "env", "no event".getBytes(StandardCharsets.UTF_8), new RecordHeaders());

            List<TestRecord<String, byte[]>> letters = rig.deadLetters(topic);
            assertThat(letters).hasSize(1);
            assertThat(letters.getFirst().key()).isEqualTo("env");
            assertThat(letters.getFirst().value()).asString().isEqualTo("no event");
            assertThat(reason(letters.getFirst())).contains("not a CloudEvent");
            assertThat(header(letters.getFirst(), DeadLetterHeaders.TOPIC)).isEqualTo(topic);
            assertThat(rig.metrics
                            .counter("slipway.dlq.records", "topic", topic)
                            .count())
                    .isEqualTo(1);

            deployOne(rig);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSendARecordWithNeitherKeyNorValueToTheDeadLetterTopic(String topic) {
        try (Rig rig = new Rig()) {
            rig.sendRaw(topic, null, null, new RecordHeaders());

            assertThat(rig.deadLetters(topic)).hasSize(1);
        }
    }

    @Test
    void shouldRejectARequestForAnUnknownEnvironmentAndKeepItAsADeadLetter() {
        try (Rig rig = new Rig()) {
            rig.ask(Action.DEPLOY, "nobody", "d1");

            assertThat(rig.data(TopicCatalog.DEPLOY_REJECTED)).singleElement().satisfies(rejected -> {
                assertThat(rejected.requestId()).isEqualTo("d1");
                assertThat(rejected.reason()).isEqualTo(DeployRejected.Reason.UNKNOWN_ENVIRONMENT);
            });
            assertThat(rig.deadLetters("deploy.requested"))
                    .singleElement()
                    .satisfies(letter -> assertThat(reason(letter)).contains("There is no environment"));
            assertThat(rig.store.disk()).isEmpty();
        }
    }

    @Test
    void shouldSendAResultOfAnUnknownEnvironmentToTheDeadLetterTopic() {
        try (Rig rig = new Rig()) {
            new RigWorkers(rig).reached(new StepRef("nobody", "d1", "s1", StepKind.WORKLOAD, 3));

            assertThat(rig.deadLetters("workload.completed")).hasSize(1);
            assertThat(rig.records("service.status")).isEmpty();
            deployOne(rig);
        }
    }

    @Test
    void shouldRefuseARecordWhoseKeyIsNotTheEnvironmentOfItsData() {
        try (Rig rig = new Rig()) {
            rig.send(TopicCatalog.DEPLOY_REQUESTED, "other", rig.request(Action.DEPLOY, "env", "d1"), null);

            assertThat(rig.deadLetters("deploy.requested"))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(reason(letter)).contains("'other'").contains("'env'"));
        }
    }

    @Test
    void shouldRefuseAnEnvironmentWithAnEndlessName() {
        String id = "e".repeat(Intake.MAX_ID_LENGTH + 1);
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers(id, 1, 1));

            assertThat(rig.deadLetters("environment.spec")).hasSize(1);
            assertThat(rig.store.disk()).isEmpty();
        }
    }

    @Test
    void shouldServeARecordWithoutAKeyOnceItIsKeyed() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 1));
            rig.send(TopicCatalog.DEPLOY_REQUESTED, null, rig.request(Action.DEPLOY, "env", "d1"), null);

            assertThat(rig.records("workload.requested")).hasSize(1);
            assertThat(rig.metrics
                            .counter("misplaced", "topic", "deploy.requested")
                            .count())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldSendARecordInTheWrongPartitionOnToItsOwnOnce() {
        // There is one partition, the topology takes it for the first of eleven: nearly every key is wrong there.
        try (Rig rig = new Rig(new KeptStore(), Rig.START, 11, 8 << 20)) {
            assertThat(new Placement(11).partition("env")).isNotZero();
            rig.publish(Specs.containers("env", 1, 1));
            rig.ask(Action.DEPLOY, "env", "d1");

            List<TestRecord<String, byte[]>> moved = rig.records("deploy.requested");
            assertThat(moved).hasSize(1);
            assertThat(header(moved.getFirst(), Placement.HEADER)).isEqualTo("0");
            assertThat(rig.records("workload.requested")).hasSize(1);
        }
    }

    @Test
    void shouldKeepTheStateAndGoOnWhenAnEventCannotBeWritten() {
        try (Rig rig = new Rig(new KeptStore(), Rig.START, 1, 20_000)) {
            rig.publish(Specs.containers("env", 1, 1));
            int before = rig.store.disk().size();

            rig.publish(Specs.containers("env", 2, 60));

            assertThat(rig.deadLetters("environment.spec"))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(reason(letter)).startsWith("INTERNAL").contains("bytes where"));
            assertThat(rig.store.disk()).hasSize(before);
            deployOne(rig);
        }
    }

    @Test
    void shouldKeepAnEnvironmentThatCannotBeReadFromStoppingTheOthers() {
        KeptStore store = new KeptStore();
        try (Rig rig = new Rig(store, Rig.START)) {
            rig.publish(Specs.containers("broken", 1, 1));
        }
        store.disk()
                .replaceAll((key, _) ->
                        key.get()[0] == 's' ? new byte[] {99} : store.disk().get(key));
        try (Rig rig = new Rig(store, Rig.START)) {
            rig.ask(Action.DEPLOY, "broken", "d1");

            assertThat(rig.deadLetters("deploy.requested"))
                    .singleElement()
                    .satisfies(letter ->
                            assertThat(reason(letter)).startsWith("INTERNAL").contains("format 99"));
            deployOne(rig);
        }
    }

    @Test
    void shouldTakeARequestThatHasNoMoreThanAnAction() {
        try (Rig rig = new Rig()) {
            rig.publish(Specs.containers("env", 1, 1));
            Headers headers = new RecordHeaders();
            headers.add("ce_specversion", utf8("1.0"));
            headers.add("ce_id", utf8("from-outside"));
            headers.add("ce_source", utf8("/ci/7"));
            headers.add("ce_type", utf8("io.slipway.deploy.requested.v1"));
            headers.add("content-type", utf8("application/json"));

            rig.sendRaw("deploy.requested", "env", utf8("{\"action\":\"DEPLOY\"}"), headers);

            Event<?> command = rig.events(TopicCatalog.WORKLOAD_REQUESTED).getFirst();
            assertThat(command.deploymentId()).isEqualTo("from-outside");
        }
    }

    private static void deployOne(Rig rig) {
        rig.statuses();
        RigWorkers workers = new RigWorkers(rig);
        rig.publish(Specs.containers("fine", 1, 1));
        rig.ask(Action.DEPLOY, "fine", "fine-1");
        workers.answerAll();
        assertThat(rig.statuses()).last().isInstanceOfSatisfying(StatusEvent.DeploymentChanged.class, changed -> {
            assertThat(changed.environmentId()).isEqualTo("fine");
            assertThat(changed.deployment().phase()).isEqualTo(StatusEvent.Phase.SUCCEEDED);
        });
    }

    private static String reason(TestRecord<String, byte[]> letter) {
        return header(letter, DeadLetterHeaders.REASON);
    }

    private static String header(TestRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
