package io.slipway.build.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Image;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.build.BuildWorkerResource;
import io.slipway.build.config.BuildConfig;
import io.slipway.build.git.GitFixture;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildCompleted.Result;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.platform.engine.Engine;
import io.slipway.platform.images.BaseImages;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.Labels;
import io.slipway.testkit.Outsider;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is: a command in, an image on the engine and a result out. */
@QuarkusTest
@WithTestResource(BuildWorkerResource.class)
class BuildFlowIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String SHELL = "busybox:1.36";

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "slipway.git.allowed-file-roots")
    Path gitRoot;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    @Inject
    BuildConfig config;

    @Inject
    SecretCipher cipher;

    @Inject
    DockerEngine engine;

    @TempDir
    Path directory;

    private final String environment = UUID.randomUUID().toString();
    private final String service = UUID.randomUUID().toString();
    private GitFixture origin;

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
    void prepare() throws Exception {
        if (!engine.answers()) {
            if (Boolean.getBoolean("slipway.docker.required")) {
                fail("no container engine answers");
            }
            abort("no container engine answers; with -Dslipway.docker.required=true this is a failure");
        }
        new BaseImages(new Engine(engine.settings().host()), directory, _ -> {}).provide(List.of(SHELL));
        origin = GitFixture.init(gitRoot.resolve(service));
    }

    @AfterEach
    void cleanUp() throws IOException {
        if (origin != null) {
            origin.close();
            await().atMost(SOON).until(() -> workspaces().isEmpty());
        }
        for (Image image : engine.calls()
                .listImagesCmd()
                .withLabelFilter(Map.of(Labels.INSTANCE, engine.instance(), Labels.SERVICE, service))
                .exec()) {
            try {
                engine.calls().removeImageCmd(image.getId()).withForce(true).exec();
            } catch (NotFoundException _) {
                // it went with another one
            }
        }
    }

    @Test
    void shouldBuildFromGitWithArgumentsAndLeaveSecretsOut() throws Exception {
        String secret = "s3cret-" + UUID.randomUUID();
        String commit = origin.file("app/Dockerfile", """
                        ARG BASE=none
                        FROM ${BASE} AS build
                        ARG GREETING
                        ARG TOKEN=unset
                        COPY . /context
                        RUN echo "$GREETING, token is $TOKEN" && ls -A /context
                        FROM build
                        RUN exit 1
                        """)
                .file("app/.dockerignore", "*.log\n")
                .file("app/debug.log", "x")
                .file("app/main.txt", "hello")
                .file("outside.txt", "not in the context")
                .commit("first");
        StepRef step = step(1);

        send(
                step,
                git(commit, "/app", null, "build"),
                List.of(
                        plain("BASE", SHELL),
                        plain("GREETING", "{{WORD}} world"),
                        plain("WORD", "hello"),
                        new ResolvedVariable("TOKEN", Value.secret(cipher.encrypt(secret)), null)));

        Result.Built built = built(awaitResult(step));
        assertThat(built.reused()).isFalse();
        assertThat(built.image().commit()).isEqualTo(commit);
        assertThat(built.image().digest()).startsWith("sha256:");
        assertThat(built.image().reference())
                .matches(
                        "slipway-it/" + service.substring(0, 8) + "-shop:" + commit.substring(0, 12) + "-[0-9a-f]{12}");
        var image = engine.calls().inspectImageCmd(built.image().reference()).exec();
        assertThat(image.getId()).isEqualTo(built.image().digest());
        assertThat(image.getConfig().getLabels())
                .containsEntry(Labels.ENVIRONMENT, environment)
                .containsEntry(Labels.SERVICE, service)
                .containsEntry(Labels.ATTEMPT, "1");
        await().atMost(SOON)
                .until(() -> logLines().contains("Built image " + built.image().reference()));
        assertThat(logLines())
                .contains("Build arguments: BASE, GREETING", "hello world, token is unset", "main.txt")
                .contains("Not passed as build arguments, because they are secrets or take one in: TOKEN")
                .doesNotContain("debug.log", "outside.txt");
        for (String topic : List.of(Topics.BUILD_COMPLETED, Topics.DEPLOYMENT_LOG)) {
            assertThat(outside.records(topic))
                    .noneMatch(record -> new String(record.value(), ISO_8859_1).contains(secret));
        }
    }

    @Test
    void shouldBuildNothingWhenTheImageExistsAndSomethingWhenItIsGone() throws Exception {
        String commit =
                origin.file("Dockerfile", "FROM " + SHELL + "\nRUN true\n").commit("first");
        send(step(1), git(commit, "/", null, null), List.of());
        Result.Built first = built(awaitResult(step(1)));

        send(step(2), git(null, "/", null, null), List.of());
        Result.Built second = built(awaitResult(step(2)));

        assertThat(second.reused()).isTrue();
        assertThat(second.image()).isEqualTo(first.image());

        engine.calls().removeImageCmd(first.image().reference()).withForce(true).exec();
        send(step(3), git(null, "/", null, null), List.of());
        assertThat(built(awaitResult(step(3))).reused()).isFalse();
    }

    @Test
    void shouldAnswerAgainWhenACommandComesAgain() throws Exception {
        String commit =
                origin.file("Dockerfile", "FROM " + SHELL + "\nRUN true\n").commit("first");
        send(step(1), git(commit, "/", null, null), List.of());
        send(step(1), git(commit, "/", null, null), List.of());

        await().atMost(SOON).until(() -> results(step(1)).size() == 2);

        assertThat(results(step(1)))
                .extracting(result -> built(result).image())
                .containsOnly(built(results(step(1)).getFirst()).image());
    }

    @Test
    void shouldHideARawDockerfileFromTheContext() throws Exception {
        String commit = origin.file("file.txt", "x").commit("first");

        send(
                step(1),
                new ImageSource.Git(
                        origin.url(),
                        null,
                        commit,
                        "/",
                        null,
                        "FROM " + SHELL + "\nCOPY . /context\nRUN echo \"[$(ls -A /context)]\"\n",
                        null,
                        null),
                List.of());

        built(awaitResult(step(1)));
        await().atMost(SOON).until(() -> logLines().contains("[file.txt]"));
    }

    @Test
    void shouldSayWhichInstructionFailedWithTheLastLines() throws Exception {
        String commit = origin.file("Dockerfile", "FROM " + SHELL + "\nRUN echo about to fail; exit 42\n")
                .commit("first");

        send(step(1), git(commit, "/", null, null), List.of());

        StepFailure failure = failure(awaitResult(step(1)));
        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message())
                .startsWith("the command of the Dockerfile's instruction 'RUN echo about to fail; exit 42' failed with"
                        + " exit code 42\nThe last lines of the log:\n")
                .contains("\nabout to fail");
        await().atMost(SOON)
                .until(() -> events(TopicCatalog.DEPLOYMENT_LOG).stream()
                        .anyMatch(line -> line.level() == DeploymentLogLine.Level.ERROR
                                && line.message().contains("exit code 42")));
    }

    @Test
    void shouldRefuseSourcesThatLeadOutOfTheRepository() throws Exception {
        String commit = origin.file("app/x", "x")
                .link("out", "../../..")
                .link("Dockerfile", "/etc/passwd")
                .commit("first");

        send(step(1), git(commit, "/../..", null, null), List.of());
        send(step(2), git(commit, "/out", null, null), List.of());
        send(step(3), git(commit, "/", "../../../etc/passwd", null), List.of());
        send(step(4), git(commit, "/", null, null), List.of());
        send(step(5), git(commit, "/app", null, null), List.of());

        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(failure(awaitResult(step(attempt))).reason()).isEqualTo(Reason.INVALID_SOURCE);
        }
        assertThat(failure(awaitResult(step(5))).message()).contains("in 'app' there are: x");
    }

    @Test
    void shouldKillTheBuildOfACancelledAttempt() throws Exception {
        String marker = "marker-" + UUID.randomUUID();
        String commit = origin.file("Dockerfile", "FROM " + SHELL + "\nRUN echo " + marker + " && sleep 600\n")
                .commit("first");
        send(step(1), git(commit, "/", null, null), List.of());
        await().atMost(SOON).until(() -> runningCommands().stream().anyMatch(command -> command.contains(marker)));

        send(TopicCatalog.WORK_CANCELLED, environment, new WorkCancelled(step(1), Instant.now()));

        assertThat(awaitResult(step(1)).result()).isEqualTo(new Result.Canceled());
        await().atMost(SOON).until(() -> runningCommands().stream().noneMatch(command -> command.contains(marker)));
        send(step(1), git(commit, "/", null, null), List.of());
        await().atMost(SOON).until(() -> results(step(1)).size() == 2);
        assertThat(results(step(1))).extracting(BuildCompleted::result).containsOnly(new Result.Canceled());
    }

    @Test
    void shouldEndABuildAtItsDeadline() throws Exception {
        String commit = origin.file("Dockerfile", "FROM " + SHELL + "\nRUN echo started && sleep 600\n")
                .commit("first");

        send(step(1), git(commit, "/", null, null), List.of(), Instant.now().plusSeconds(10));

        assertThat(failure(awaitResult(step(1))).reason()).isEqualTo(Reason.DEADLINE_EXCEEDED);
    }

    @Test
    void shouldRunAtMostAsManyBuildsAtOnceAsConfigured() throws Exception {
        int builds = 5;
        for (int attempt = 1; attempt <= builds; attempt++) {
            String commit = origin.file("Dockerfile", "FROM " + SHELL + "\nRUN echo " + attempt + " && sleep 3\n")
                    .commit("build " + attempt);
            send(step(attempt), git(commit, "/", null, null), List.of());
        }
        double most = 0;
        while (results().size() < builds) {
            most = Math.max(most, metric("slipway_builds_running"));
        }

        assertThat(most).isEqualTo(config.concurrency()).isEqualTo(2);
        assertThat(results()).allSatisfy(result -> assertThat(result.result()).isInstanceOf(Result.Built.class));
    }

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLetterTopicAndGoOn() throws Exception {
        String commit = origin.file("Dockerfile", "FROM " + SHELL + "\n").commit("first");
        outside.send(Topics.BUILD_REQUESTED, service, "hello".getBytes(UTF_8), new RecordHeaders());

        send(step(1), git(commit, "/", null, null), List.of());

        built(awaitResult(step(1)));
        await().atMost(SOON)
                .until(() -> outside.records(Topics.dlq(Topics.BUILD_REQUESTED)).stream()
                        .anyMatch(record -> service.equals(record.key())));
    }

    @Test
    void shouldBeReadyWhileTheEngineAnswersAndMeasureItsBuilds() throws Exception {
        String commit = origin.file("Dockerfile", "FROM " + SHELL + "\n").commit("first");
        send(step(1), git(commit, "/", null, null), List.of());
        built(awaitResult(step(1)));

        assertThat(get(ready)).contains("\"engine\": true").contains("\"status\": \"UP\"");
        assertThat(get(metrics)).contains("slipway_step_seconds_count{kind=\"build\",outcome=\"built\"");
    }

    private StepRef step(long attempt) {
        return new StepRef(environment, "deployment-1", service, StepKind.BUILD, attempt);
    }

    private ImageSource.Git git(
            @Nullable String commit, String root, @Nullable String dockerfile, @Nullable String target) {
        return new ImageSource.Git(origin.url(), null, commit, root, dockerfile, null, target, null);
    }

    private static ResolvedVariable plain(String key, String value) {
        return new ResolvedVariable(key, Value.plain(value), null);
    }

    private BuildCompleted awaitResult(StepRef step) {
        await().atMost(SOON).until(() -> !results(step).isEmpty());
        return results(step).getFirst();
    }

    private static Result.Built built(BuildCompleted completed) {
        assertThat(completed.result()).isInstanceOf(Result.Built.class);
        return (Result.Built) completed.result();
    }

    private static StepFailure failure(BuildCompleted completed) {
        assertThat(completed.result()).isInstanceOf(Result.Failed.class);
        return ((Result.Failed) completed.result()).failure();
    }

    private List<BuildCompleted> results(StepRef step) {
        return results().stream().filter(result -> result.step().equals(step)).toList();
    }

    private List<BuildCompleted> results() {
        return events(TopicCatalog.BUILD_COMPLETED);
    }

    private List<String> logLines() {
        return events(TopicCatalog.DEPLOYMENT_LOG).stream()
                .map(DeploymentLogLine::message)
                .toList();
    }

    private List<String> runningCommands() {
        List<String> commands = new ArrayList<>();
        for (Container container : engine.calls().listContainersCmd().exec()) {
            try {
                commands.add(String.join(
                        " ",
                        Arrays.asList(engine.calls()
                                .inspectContainerCmd(container.getId())
                                .exec()
                                .getArgs())));
            } catch (NotFoundException _) {
                // it ended in between
            }
        }
        return commands;
    }

    /** Directories of builds that are left in the work directory; they may go while it is looked at. */
    private List<Path> workspaces() throws IOException {
        List<Path> workspaces = new ArrayList<>();
        for (Path instance : list(config.workDirectory())) {
            if (Files.isDirectory(instance)) {
                workspaces.addAll(list(instance));
            }
        }
        return workspaces;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    private <T> List<T> events(TopicDescriptor<T> topic) {
        return outside.data(topic, environment);
    }

    private void send(StepRef step, ImageSource.Git source, List<ResolvedVariable> variables) throws Exception {
        send(step, source, variables, Instant.now().plusSeconds(300));
    }

    private void send(StepRef step, ImageSource.Git source, List<ResolvedVariable> variables, Instant deadline)
            throws Exception {
        BuildRequested command = new BuildRequested(
                step,
                new EnvironmentRef(environment, "production", "project", "organization", "cluster"),
                "Shop",
                source,
                variables,
                deadline);
        send(TopicCatalog.BUILD_REQUESTED, service, command);
    }

    private <T> void send(TopicDescriptor<T> topic, String key, T data) {
        outside.send(topic, key, Outsider.event(key, "deployment-1", null, data));
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
