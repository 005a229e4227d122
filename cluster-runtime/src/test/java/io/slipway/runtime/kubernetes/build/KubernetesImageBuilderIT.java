package io.slipway.runtime.kubernetes.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.Lines;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.client.Cluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Needs a BuildKit image at {@code SLIPWAY_TEST_BUILDKIT} (default {@code moby/buildkit:latest}), which runs as root unless
 * {@code SLIPWAY_TEST_PRIVILEGED_BUILDS} is {@code false}.
 */
@ClusterTest
class KubernetesImageBuilderIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String NAMESPACE =
            "slipway-test-builds-" + UUID.randomUUID().toString().substring(0, 8);

    private static TestCluster test;
    private static long attempts;

    @TempDir
    Path directory;

    private final String service = UUID.randomUUID().toString();
    private KubernetesImageBuilder builder;

    @BeforeAll
    static void open() {
        String image = System.getenv("SLIPWAY_TEST_BUILDKIT");
        test = TestCluster.open(Map.of(
                "build.namespace",
                NAMESPACE,
                "build.privileged",
                Objects.requireNonNullElse(System.getenv("SLIPWAY_TEST_PRIVILEGED_BUILDS"), "true"),
                "build.image",
                image == null ? "moby/buildkit:latest" : image,
                "build.cpu-request",
                "10m",
                "build.memory-request",
                "64Mi"));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @BeforeEach
    void start() {
        builder = newBuilder();
    }

    @AfterEach
    void stop() {
        builder.leave();
    }

    private static KubernetesImageBuilder newBuilder() {
        return new KubernetesImageBuilder(test.cluster().config(), Map.of("", test.cluster()));
    }

    private Build build(Map<String, String> files, Map<String, String> arguments, Map<String, String> secrets) {
        StepRef step = new StepRef("env-" + service, "deployment", service, StepKind.BUILD, ++attempts);
        return new Build(
                step,
                new EnvironmentRef(step.environmentId(), "test", "project", "organization", ""),
                context(files),
                "Dockerfile",
                null,
                arguments,
                secrets,
                TestCluster.registry() + "/slipway-test/built-" + service + ":" + step.attempt(),
                "c0ffee");
    }

    private Path context(Map<String, String> files) {
        Path target = directory.resolve("context.tar");
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(target))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
            return target;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Job> jobs(Build build) {
        return cluster()
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withLabels(BuildObjects.selector(cluster().config(), build.step()))
                .list()
                .getItems();
    }

    private static List<Pod> pods(Build build) {
        return cluster()
                .client()
                .pods()
                .inNamespace(NAMESPACE)
                .withLabels(BuildObjects.selector(cluster().config(), build.step()))
                .list()
                .getItems();
    }

    private static Cluster cluster() {
        return test.cluster();
    }

    @Test
    void shouldBuildAndPushImageWithArgumentsAndSecrets() {
        Map<String, String> files = new HashMap<>();
        files.put("Dockerfile", """
                # syntax=docker/dockerfile:1
                FROM %s AS base
                FROM base
                ARG PRICE
                RUN --mount=type=secret,id=TOKEN test "$(cat /run/secrets/TOKEN)" = "s3cret" && echo "costs $PRICE"
                COPY . /context
                RUN cat /context/%s/file.txt
                """.formatted(TestCluster.IMAGE, "d".repeat(120)));
        files.put("d".repeat(120) + "/file.txt", "in a long directory");
        files.put("ü.txt", "umlaut");
        Build build = build(files, Map.of("PRICE", "$(A) 5$"), Map.of("TOKEN", "s3cret"));
        Lines log = new Lines();
        assertThat(Stages.get(builder.find(build.reference()))).isEmpty();

        Image image = Stages.get(builder.build(build, log));

        assertThat(log.all()).anyMatch(line -> line.contains("costs $(A) 5$"));
        assertThat(log.all()).anyMatch(line -> line.contains("in a long directory"));
        assertThat(image.reference()).isEqualTo(build.reference());
        assertThat(image.digest()).startsWith("sha256:");
        assertThat(image.commit()).isEqualTo("c0ffee");
        assertThat(Stages.get(builder.find(build.reference())))
                .hasValueSatisfying(found -> assertThat(found.digest()).isEqualTo(image.digest()));
        await().atMost(SOON).until(() -> jobs(build).isEmpty());
    }

    @Test
    void shouldSayWhichCommandFailed() {
        Build build = build(
                Map.of("Dockerfile", "FROM " + TestCluster.IMAGE + "\nRUN echo before && exit 3\n"),
                Map.of(),
                Map.of());
        Lines log = new Lines();

        var failure = Stages.stepFailure(builder.build(build, log));

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message()).contains("exit 3", "exit code 3");
        assertThat(log.all()).anyMatch(line -> line.contains("before"));
    }

    @Test
    void shouldSayThatTheBaseImageIsMissing() {
        Build build = build(Map.of("Dockerfile", "FROM slipway-test/missing:9\nRUN true\n"), Map.of(), Map.of());

        var failure = Stages.stepFailure(builder.build(build, StepLog.NONE));

        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(failure.message()).contains("slipway-test/missing:9");
    }

    @Test
    void shouldEndBuildThatIsCancelled() {
        Build build = build(
                Map.of("Dockerfile", "FROM " + TestCluster.IMAGE + "\nRUN echo begun && sleep 300\n"),
                Map.of(),
                Map.of());
        Lines log = new Lines();
        CompletionStage<Image> image = builder.build(build, log);
        await().atMost(SOON).until(() -> log.all().stream().anyMatch(line -> line.endsWith("begun")));

        Stages.get(builder.cancel(build.step()));

        assertThat(Stages.failure(image)).isInstanceOf(CancellationException.class);
        assertThat(jobs(build)).isEmpty();
        await().atMost(SOON).until(() -> pods(build).isEmpty());
    }

    @Test
    void shouldGoOnWithTheBuildOfAFormerProcess() {
        Build build = build(
                Map.of("Dockerfile", "FROM " + TestCluster.IMAGE + "\nRUN echo begun && sleep 5 && echo done\n"),
                Map.of(),
                Map.of());
        Lines before = new Lines();
        var _ = builder.build(build, before);
        await().atMost(SOON).until(() -> before.all().stream().anyMatch(line -> line.endsWith("begun")));
        String pod = pods(build).getFirst().getMetadata().getUid();
        builder.leave();
        builder = newBuilder();
        Lines log = new Lines();

        Image image = Stages.get(builder.build(build, log));

        assertThat(image.digest()).startsWith("sha256:");
        assertThat(log.all()).anyMatch(line -> line.endsWith("begun")).anyMatch(line -> line.endsWith("done"));
        assertThat(pods(build))
                .allSatisfy(left -> assertThat(left.getMetadata().getUid()).isEqualTo(pod));
    }
}
