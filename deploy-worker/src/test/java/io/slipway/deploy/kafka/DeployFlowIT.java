package io.slipway.deploy.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.deploy.EmbeddedKafkaResource;
import io.slipway.deploy.TestEngine;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import io.slipway.events.spec.Probes;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.spec.Probes.Probe;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.ProcessSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.WebServiceSpec;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.work.Image;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadCompleted.Result;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.events.work.WorkloadRequested.Target;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.testkit.Outsider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it is, with a real engine, seen from outside with plain Kafka clients. */
@QuarkusTest
@WithTestResource(EmbeddedKafkaResource.class)
class DeployFlowIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SHELL = "busybox:1.36";
    private static final ImageSource.Registry SOURCE = new ImageSource.Registry("", "busybox", "1.36", null);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Inject
    SecretCipher cipher;

    @Inject
    DockerEngine engine;

    private final String environment = UUID.randomUUID().toString();
    private final String service = UUID.randomUUID().toString();
    private final String secret = "s3cret-" + UUID.randomUUID();
    private long attempts;

    private Outsider outside;

    @BeforeEach
    void connect() {
        outside = new Outsider(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @BeforeEach
    void needEngine() {
        TestEngine.require(engine);
        TestEngine.images(engine, SHELL);
    }

    @AfterEach
    void clean() {
        TestEngine.clean(engine);
    }

    @Test
    void shouldRunReplaceStopAndDeleteAService() throws Exception {
        assertThat(get(ready)).contains("\"engine\": true");
        run(Target.RUNNING, web("one"));

        Result.Reached first = reached(1);
        assertThat(first.unchanged()).isFalse();
        assertThat(get(URI.create(first.endpoints().getFirst().url()))).isEqualTo("one " + secret);
        awaitRunning(RunningState.RUNNING);
        assertThat(events(TopicCatalog.SERVICE_RUNNING).getLast().instances())
                .singleElement()
                .satisfies(instance -> assertThat(instance.containers())
                        .singleElement()
                        .satisfies(container -> assertThat(container.image()).isEqualTo(SHELL)));
        List<Container> before = workloads();

        run(Target.RUNNING, web("one"));
        assertThat(reached(2)).isEqualTo(new Result.Reached(true, first.endpoints()));
        assertThat(workloads())
                .extracting(Container::getId)
                .isEqualTo(before.stream().map(Container::getId).toList());

        run(Target.RUNNING, web("two"));
        assertThat(get(URI.create(reached(3).endpoints().getFirst().url()))).isEqualTo("two " + secret);

        run(Target.RESTARTED, web("two"));
        assertThat(reached(4).unchanged()).isFalse();
        run(Target.STOPPED, web("two"));
        assertThat(reached(5).unchanged()).isFalse();
        awaitRunning(RunningState.STOPPED);

        run(Target.DELETED, web("two"));
        reached(6);
        assertThat(TestEngine.names(TestEngine.containers(engine, Labels.ENVIRONMENT, environment)))
                .isEmpty();
        assertThat(get(metrics)).contains("slipway_step_seconds_count{kind=\"workload\",outcome=\"unchanged\"");
        assertSecretIsNowhere();
    }

    @Test
    void shouldTellWhyAServiceDoesNotComeUpAndKeepThePreviousVersion() throws Exception {
        run(Target.RUNNING, web("one"));
        Result.Reached first = reached(1);

        run(Target.RUNNING, shell("echo \"my token is $TOKEN\" >&2; exit 3"));

        StepFailure failure = failure(2);
        assertThat(failure.reason()).isEqualTo(Reason.CRASHED);
        assertThat(failure.message()).contains("exit code 3").contains("my token is ***");
        assertThat(get(URI.create(first.endpoints().getFirst().url()))).isEqualTo("one " + secret);
        await().atMost(SOON).until(() -> logLines().contains("my token is ***"));
        assertSecretIsNowhere();
    }

    @Test
    void shouldRollBackWhatIsCancelled() throws Exception {
        run(Target.RUNNING, web("one"));
        Result.Reached first = reached(1);
        WorkloadRequested command = run(Target.RUNNING, shell("sleep 600"));
        await().atMost(SOON)
                .until(() -> workloads().stream().anyMatch(c -> c.getState().equals("running") && isCandidate(c)));

        send(TopicCatalog.WORK_CANCELLED, environment, new WorkCancelled(command.step(), Instant.now()));

        assertThat(completed(2)).isEqualTo(new Result.Canceled());
        assertThat(workloads()).hasSize(1).noneMatch(DeployFlowIT::isCandidate);
        assertThat(get(URI.create(first.endpoints().getFirst().url()))).isEqualTo("one " + secret);
    }

    @Test
    void shouldRunAJobOnceKeepItsOutputAndReleaseItWhenItIsHarvested() throws Exception {
        JobRequested command = job(
                "echo \"seeding with $TOKEN\"; echo '{\"A\":{\"value\":1}}' > /qovery-output/qovery-output.json", 0);
        send(TopicCatalog.JOB_REQUESTED, service, command);

        JobFinished finished = finished(1);
        assertThat(finished.exitCode()).isZero();
        assertThat(finished.tries()).isEqualTo(1);
        assertThat(finished.result()).isInstanceOfSatisfying(JobFinished.Result.Succeeded.class, succeeded -> {
            assertThat(succeeded.output().runtime()).isEqualTo("docker");
            assertThat(succeeded.output().reference())
                    .isEqualTo(jobs().getFirst().getId());
        });
        await().atMost(SOON).until(() -> logLines().contains("seeding with ***"));
        // Only what has been served to its end is known not to be run again.
        await().atMost(SOON)
                .until(() ->
                        get(metrics).lines().anyMatch("slipway_events_in_flight{topic=\"job.requested\"} 0.0"::equals));

        send(TopicCatalog.JOB_REQUESTED, service, command);
        send(
                TopicCatalog.OUTPUT_HARVESTED,
                environment,
                new OutputHarvested(
                        command.step(),
                        JobEvent.START,
                        new OutputHarvested.Result.Harvested(List.of()),
                        Instant.now()));
        await().atMost(SOON).until(() -> jobs().isEmpty());
        send(TopicCatalog.JOB_REQUESTED, service, command);
        send(TopicCatalog.JOB_REQUESTED, service, job("exit 0", 0));

        await().atMost(SOON).until(() -> events(TopicCatalog.JOB_FINISHED).size() == 2);
        assertThat(events(TopicCatalog.JOB_FINISHED).getLast().step().attempt())
                .as("the run that was asked for again did not run again")
                .isEqualTo(2);
        assertSecretIsNowhere();
    }

    @Test
    void shouldTryAgainAndTellTheExitCodeOfTheLastTry() throws Exception {
        send(TopicCatalog.JOB_REQUESTED, service, job("echo oops; exit 9", 1));

        JobFinished finished = finished(1);
        assertThat(finished.exitCode()).isEqualTo(9);
        assertThat(finished.tries()).isEqualTo(2);
        assertThat(finished.result()).isInstanceOfSatisfying(JobFinished.Result.Failed.class, failed -> {
            assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
            assertThat(failed.failure().message()).contains("exit code 9").contains("oops");
        });
        await().atMost(SOON).until(() -> jobs().isEmpty());
    }

    @Test
    void shouldTellWhatAServiceWritesWhileSomebodyWantsIt() throws Exception {
        run(
                Target.RUNNING,
                shell("echo \"begin with $TOKEN\"; touch /tmp/index.html; httpd -p 8080 -h /tmp;"
                        + " while sleep 0.2; do echo tick; done"));
        reached(1);
        follow("lease", false);

        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(serviceLog()).startsWith("begin with ***").contains("tick"));
        int told = serviceLog().size();
        await().atMost(SOON).until(() -> serviceLog().size() > told);
        assertThat(get(metrics)).contains("slipway_service_logs_followed 1.0");

        follow("lease", true);
        await().atMost(SOON).until(() -> get(metrics).contains("slipway_service_logs_followed 0.0"));
        assertThat(outside.records(Topics.SERVICE_LOG))
                .noneMatch(record -> new String(record.value(), ISO_8859_1).contains(secret));
    }

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLetterTopicAndGoOn() throws Exception {
        outside.send(Topics.WORKLOAD_REQUESTED, service, "hello".getBytes(UTF_8), new RecordHeaders());
        run(Target.DELETED, web("one"));

        assertThat(reached(1).unchanged()).isTrue();
        await().atMost(SOON)
                .until(() -> outside.records(Topics.dlq(Topics.WORKLOAD_REQUESTED)).stream()
                        .anyMatch(record -> service.equals(record.key())
                                && new String(
                                                record.headers()
                                                        .lastHeader(DeadLetterHeaders.REASON)
                                                        .value(),
                                                UTF_8)
                                        .contains("not a CloudEvent")));
    }

    private void follow(String lease, boolean ended) throws Exception {
        send(
                TopicCatalog.LOGS_REQUESTED,
                environment,
                new LogsRequested(
                        lease,
                        environment,
                        "cluster",
                        service,
                        1000,
                        null,
                        List.of(),
                        List.of(cipher.encrypt(secret)),
                        Instant.now(),
                        Instant.now().plus(SOON),
                        ended));
    }

    private List<String> serviceLog() {
        return events(TopicCatalog.SERVICE_LOG).stream()
                .flatMap(record -> record.lines().stream())
                .map(ServiceLogLines.Line::text)
                .toList();
    }

    private static boolean isCandidate(Container container) {
        return container.getNames()[0].endsWith("-new");
    }

    private List<Container> workloads() {
        return TestEngine.containers(engine, Labels.SERVICE, service, Labels.ROLE, Labels.ROLE_WORKLOAD);
    }

    private List<Container> jobs() {
        return TestEngine.containers(engine, Labels.SERVICE, service, Labels.ROLE, Labels.ROLE_JOB);
    }

    private WebServiceSpec web(String version) {
        return shell("mkdir -p /tmp/www && echo \"" + version
                + " $TOKEN\" > /tmp/www/index.html && exec httpd -f -p 8080 -h /tmp/www");
    }

    private WebServiceSpec shell(String script) {
        return new WebServiceSpec.Container(
                service,
                "web",
                "stage",
                false,
                "app-web",
                SOURCE,
                new RunSpec(
                        new ProcessSpec("sh -c", List.of(script)),
                        List.of(new PortSpec("web", 8080, null, true, true, Protocol.HTTP)),
                        new Resources(250, 32),
                        1,
                        1,
                        new Probes(new Probe(new Check.Http(8080, "/", "HTTP"), 0, 1, 1, 1, 3), null),
                        List.of()));
    }

    private JobRequested job(String script, int maxRestarts) {
        JobSpec.Lifecycle spec = new JobSpec.Lifecycle(
                service,
                "seed",
                "stage",
                false,
                SOURCE,
                Map.of(JobEvent.START, new ProcessSpec("/bin/sh -c", List.of(script))),
                new Resources(250, 32),
                maxRestarts,
                60,
                null,
                Probes.NONE);
        return new JobRequested(
                step(StepKind.JOB),
                ref(),
                JobEvent.START,
                spec,
                new Image(SHELL, null, null, null),
                List.of(token()),
                Instant.now().plus(SOON));
    }

    private WorkloadRequested run(Target target, WebServiceSpec spec) throws Exception {
        WorkloadRequested command = new WorkloadRequested(
                step(StepKind.WORKLOAD),
                ref(),
                target,
                spec,
                new Image(SHELL, null, null, null),
                List.of(token()),
                Instant.now().plus(SOON));
        send(TopicCatalog.WORKLOAD_REQUESTED, service, command);
        return command;
    }

    private ResolvedVariable token() {
        return new ResolvedVariable("TOKEN", Value.secret(cipher.encrypt(secret)), null);
    }

    private EnvironmentRef ref() {
        return new EnvironmentRef(environment, "dev", "project", "organization", "cluster");
    }

    private StepRef step(StepKind kind) {
        return new StepRef(environment, "deployment", service, kind, ++attempts);
    }

    private Result completed(long attempt) {
        await().atMost(SOON)
                .until(() -> events(TopicCatalog.WORKLOAD_COMPLETED).stream()
                        .anyMatch(completed -> completed.step().attempt() == attempt));
        return events(TopicCatalog.WORKLOAD_COMPLETED).stream()
                .filter(completed -> completed.step().attempt() == attempt)
                .map(WorkloadCompleted::result)
                .findFirst()
                .orElseThrow();
    }

    private Result.Reached reached(long attempt) {
        assertThat(completed(attempt)).isInstanceOf(Result.Reached.class);
        return (Result.Reached) completed(attempt);
    }

    private StepFailure failure(long attempt) {
        assertThat(completed(attempt)).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) completed(attempt)).failure();
    }

    private JobFinished finished(int count) {
        await().atMost(SOON).until(() -> events(TopicCatalog.JOB_FINISHED).size() >= count);
        return events(TopicCatalog.JOB_FINISHED).getLast();
    }

    private void awaitRunning(RunningState state) {
        await().atMost(SOON).until(() -> {
            List<ServiceRunning> told = events(TopicCatalog.SERVICE_RUNNING);
            return !told.isEmpty() && told.getLast().state() == state;
        });
    }

    private List<String> logLines() {
        return events(TopicCatalog.DEPLOYMENT_LOG).stream()
                .map(DeploymentLogLine::message)
                .toList();
    }

    private void assertSecretIsNowhere() {
        for (String topic : List.of(
                Topics.WORKLOAD_REQUESTED,
                Topics.WORKLOAD_COMPLETED,
                Topics.JOB_REQUESTED,
                Topics.JOB_FINISHED,
                Topics.SERVICE_RUNNING,
                Topics.DEPLOYMENT_LOG)) {
            assertThat(outside.records(topic))
                    .noneMatch(record -> new String(record.value(), ISO_8859_1).contains(secret));
        }
    }

    /** The events of this test's environment. */
    private <T> List<T> events(TopicDescriptor<T> topic) {
        return outside.data(topic, environment);
    }

    private <T> void send(TopicDescriptor<T> topic, String key, T data) {
        outside.send(topic, key, Outsider.event(service, "deployment", null, data));
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .strip();
        }
    }
}
