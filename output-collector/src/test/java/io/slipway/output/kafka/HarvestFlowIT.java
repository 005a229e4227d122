package io.slipway.output.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.DockerClient;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.OutputHarvested.Result;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.output.EmbeddedKafkaResource;
import io.slipway.output.Runs;
import io.slipway.output.ScriptedReader;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.images.BaseImages;
import io.slipway.runtime.OutputReader.OutputContent;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.testkit.Outsider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is, seen from outside with plain Kafka clients. */
@QuarkusTest
@WithTestResource(EmbeddedKafkaResource.class)
class HarvestFlowIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SHELL = "busybox:1.36";
    private static final Result.Harvested NOTHING = new Result.Harvested(List.of());

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Inject
    ScriptedReader reader;

    @Inject
    SecretCipher cipher;

    @Inject
    DockerEngine engine;

    @TempDir
    Path directory;

    private final String environment = UUID.randomUUID().toString();

    private Outsider outside;

    @BeforeEach
    void connect() {
        outside = new Outsider(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void shouldPublishTheVariablesOfASuccessfulRunWithSecretsEncrypted() throws Exception {
        String secret = "s3cret-" + UUID.randomUUID();
        reader.put(
                "c1", "{\"URL\":{\"sensitive\":false,\"value\":\"http://x\"},\"KEY\":{\"value\":\"" + secret + "\"}}");
        StepRef step = Runs.step(environment, 1);

        send(Runs.succeeded(step, "c1"));

        OutputHarvested harvested = awaitResults(1).getFirst();
        assertThat(harvested.step()).isEqualTo(step);
        assertThat(harvested.event()).isEqualTo(JobEvent.START);
        List<OutputVariable> outputs = ((Result.Harvested) harvested.result()).outputs();
        assertThat(outputs).extracting(OutputVariable::name).containsExactly("URL", "KEY");
        assertThat(outputs.getFirst().value()).isEqualTo(Value.plain("http://x"));
        assertThat(outputs.getLast().value().secret()).isTrue();
        assertThat(cipher.decrypt(outputs.getLast().value().text())).isEqualTo(secret);
        await().atMost(SOON).until(() -> logLines().contains("Output variables: URL, KEY (secret)"));
        for (String topic : List.of(Topics.OUTPUT_HARVESTED, Topics.DEPLOYMENT_LOG)) {
            assertThat(outside.records(topic))
                    .noneMatch(record -> new String(record.value(), ISO_8859_1).contains(secret));
        }
    }

    @Test
    void shouldPublishTheReasonWhyAFileIsOfNoUse() throws Exception {
        reader.put("c2", "{\"A\":{\"value\":null}}");

        send(Runs.succeeded(Runs.step(environment, 1), "c2"));

        assertThat(failureOf(awaitResults(1).getFirst()))
                .isEqualTo(new StepFailure(
                        Reason.INVALID_OUTPUT,
                        "the job's output file " + Runs.PATH + " cannot be used: output \"A\": $.A.value is null: write"
                                + " \"\" for an empty text, or leave the output out (line 1, column 15)"));
    }

    @Test
    void shouldPublishNothingForARunThatDidNotSucceed() throws Exception {
        reader.put("c3", new OutputContent.Absent());
        send(Runs.finished(
                Runs.step(environment, 1),
                JobEvent.START,
                new JobFinished.Result.Failed(new StepFailure(Reason.JOB_FAILED, "exit code 1"))));
        send(Runs.finished(Runs.step(environment, 2), JobEvent.START, new JobFinished.Result.Canceled()));

        send(Runs.succeeded(Runs.step(environment, 3), "c3"));

        assertThat(awaitResults(1)).singleElement().satisfies(result -> {
            assertThat(result.step().attempt()).isEqualTo(3);
            assertThat(result.result()).isEqualTo(NOTHING);
        });
    }

    @Test
    void shouldNotFailARunThatComesAgainAfterItsContainerWasReleased() throws Exception {
        reader.put("c4", "{\"A\":{\"sensitive\":false,\"value\":1}}");
        JobFinished run = Runs.succeeded(Runs.step(environment, 1), "c4");
        send(run);
        awaitResults(1);

        reader.put("c4", new OutputContent.Gone());
        send(run);
        reader.put("c5", new OutputContent.Absent());
        send(Runs.succeeded(Runs.step(environment, 2), "c5"));

        await().atMost(SOON)
                .until(() -> results().stream().anyMatch(r -> r.step().attempt() == 2));
        await().atMost(SOON).until(() -> metric("slipway_events_in_flight{topic=\"job.finished\"}") == 0);
        assertThat(results())
                .filteredOn(r -> r.step().attempt() == 1)
                .singleElement()
                .satisfies(result -> assertThat(result.result()).isInstanceOf(Result.Harvested.class));
    }

    @Test
    void shouldFailARunWhoseContainerIsGoneBeforeItWasHarvested() throws Exception {
        reader.put("c6", new OutputContent.Gone());

        send(Runs.succeeded(Runs.step(environment, 1), "c6"));

        assertThat(failureOf(awaitResults(1).getFirst()).reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
    }

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLetterTopicAndGoOn() throws Exception {
        reader.put("c7", new OutputContent.Absent());
        outside.send(Topics.JOB_FINISHED, environment, "hello".getBytes(UTF_8), new RecordHeaders());
        send(Runs.succeeded(Runs.step(environment, 1), "c7"));

        awaitResults(1);
        await().atMost(SOON)
                .until(() -> outside.records(Topics.dlq(Topics.JOB_FINISHED)).stream()
                        .anyMatch(record -> environment.equals(record.key())
                                && new String(
                                                record.headers()
                                                        .lastHeader(DeadLetterHeaders.REASON)
                                                        .value(),
                                                UTF_8)
                                        .contains("not a CloudEvent")));
    }

    @Test
    void shouldReadTheOutputOfARealContainer() throws Exception {
        if (!engine.answers()) {
            if (Boolean.getBoolean("slipway.docker.required")) {
                fail("no container engine answers");
            }
            abort("no container engine answers; with -Dslipway.docker.required=true this is a failure");
        }
        assertThat(get(ready)).contains("\"engine\": true");
        new BaseImages(new Engine(engine.settings().host()), directory, _ -> {}).provide(List.of(SHELL));
        DockerClient docker = engine.calls();
        String id = docker.createContainerCmd(SHELL)
                .withLabels(Map.of(Labels.INSTANCE, engine.instance(), Labels.ROLE, Labels.ROLE_JOB))
                .withCmd(
                        "/bin/sh",
                        "-c",
                        "mkdir -p /qovery-output && echo '{\"HOST\":{\"sensitive\":false,\"value\":\"db\"}}' > "
                                + Runs.PATH)
                .exec()
                .getId();
        try {
            docker.startContainerCmd(id).exec();
            engine.streams().waitContainerCmd(id).start().awaitStatusCode();

            send(Runs.succeeded(Runs.step(environment, 1), id));

            assertThat(awaitResults(1).getFirst().result())
                    .isEqualTo(new Result.Harvested(List.of(new OutputVariable("HOST", Value.plain("db")))));
        } finally {
            docker.removeContainerCmd(id).withForce(true).exec();
        }
    }

    @Test
    void shouldMeasureWhatItDoes() throws Exception {
        reader.put("c8", "{\"A\":{\"value\":1},\"B\":{\"value\":2}}");
        double before = metric("slipway_outputs_variables_total");

        send(Runs.succeeded(Runs.step(environment, 1), "c8"));
        awaitResults(1);

        await().atMost(SOON).until(() -> metric("slipway_outputs_variables_total") >= before + 2);
        assertThat(get(metrics)).contains("slipway_outputs_harvest_seconds_count{outcome=\"harvested\"");
    }

    private static StepFailure failureOf(OutputHarvested harvested) {
        assertThat(harvested.result()).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) harvested.result()).failure();
    }

    private List<OutputHarvested> awaitResults(int count) {
        await().atMost(SOON).until(() -> results().size() >= count);
        return results();
    }

    /** The results of this test's environment. */
    private List<OutputHarvested> results() {
        return events(TopicCatalog.OUTPUT_HARVESTED);
    }

    private List<String> logLines() {
        return events(TopicCatalog.DEPLOYMENT_LOG).stream()
                .map(DeploymentLogLine::message)
                .toList();
    }

    private <T> List<T> events(TopicDescriptor<T> topic) {
        return outside.data(topic, environment);
    }

    private void send(JobFinished run) {
        outside.send(
                TopicCatalog.JOB_FINISHED,
                environment,
                Outsider.event(run.step().serviceId(), run.step().deploymentId(), null, run));
    }

    private double metric(String name) throws Exception {
        return get(metrics)
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
