package io.slipway.runtime.docker.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.OutputReader.OutputContent;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerSettings;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.build.TestEngine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DockerOutputReaderIT {

    private static final String INSTANCE = "it-" + UUID.randomUUID();
    private static final String PATH = "/qovery-output/qovery-output.json";
    private static final int MIB = 1 << 20;
    private static DockerEngine engine;

    private final DockerOutputReader reader = new DockerOutputReader(engine);
    private final List<String> containers = new ArrayList<>();

    @BeforeAll
    static void connect() {
        engine = TestEngine.connect(INSTANCE);
    }

    @AfterAll
    static void disconnect() {
        if (engine != null) {
            engine.close();
        }
    }

    @AfterEach
    void removeContainers() {
        reader.close();
        containers.forEach(id -> engine.calls()
                .removeContainerCmd(id)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    @Test
    void shouldReadTheFileOfAFinishedContainer() throws Exception {
        assertFound(read(finished("mkdir -p /qovery-output && printf '{\"A\":1}' > " + PATH)), "{\"A\":1}");
    }

    @Test
    void shouldReadAFileOnAVolume() throws Exception {
        String id = engine.calls()
                .createContainerCmd(TestEngine.SHELL)
                .withLabels(labels(INSTANCE, Labels.ROLE_JOB))
                .withVolumes(new Volume("/qovery-output"))
                .withHostConfig(HostConfig.newHostConfig())
                .withCmd("/bin/sh", "-c", "printf '{}' > " + PATH)
                .exec()
                .getId();

        assertFound(read(run(id)), "{}");
    }

    @Test
    void shouldReadThroughADirectoryThatIsALink() throws Exception {
        assertFound(read(finished("mkdir /tmp/out && ln -s /tmp/out /qovery-output && printf '{}' > " + PATH)), "{}");
    }

    @Test
    void shouldFindNothingWhereTheJobWroteNothing() throws Exception {
        assertThat(read(finished("true"))).isEqualTo(new OutputContent.Absent());
        assertThat(read(finished("mkdir /qovery-output"))).isEqualTo(new OutputContent.Absent());
    }

    @Test
    void shouldReadAFileOfExactlyTheAllowedSizeAndTellTheSizeOfALargerOne() throws Exception {
        String make = "mkdir /qovery-output && head -c %d /dev/zero > " + PATH;

        assertThat(read(finished(make.formatted(MIB))))
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).hasSize(MIB));
        assertThat(read(finished(make.formatted(MIB + 1)))).isEqualTo(new OutputContent.TooLarge(MIB + 1L));
    }

    @Test
    void shouldNotReadAHugeFile() throws Exception {
        String sparse = "mkdir /qovery-output && dd if=/dev/zero of=" + PATH + " bs=1 count=0 seek=20G 2>/dev/null";

        assertThat(read(finished(sparse))).isEqualTo(new OutputContent.TooLarge(20L << 30));
    }

    @Test
    void shouldNotFollowALink() throws Exception {
        assertThat(read(finished("mkdir /qovery-output && ln -s /etc/passwd " + PATH)))
                .isEqualTo(new OutputContent.NotAFile("a symbolic link"));
    }

    @Test
    void shouldSayWhatIsThereInPlaceOfAFile() throws Exception {
        assertThat(read(finished("mkdir -p " + PATH + "/x"))).isEqualTo(new OutputContent.NotAFile("a directory"));
        assertThat(read(finished("mkdir /qovery-output && mkfifo " + PATH)))
                .isEqualTo(new OutputContent.NotAFile("a named pipe"));
        assertThat(read(finished("mkdir /qovery-output && mknod " + PATH + " c 1 3")))
                .isEqualTo(new OutputContent.NotAFile("a device"));
    }

    @Test
    void shouldSayThatAContainerIsGone() throws Exception {
        assertThat(read("no-such-container")).isEqualTo(new OutputContent.Gone());
    }

    @Test
    void shouldTouchNoContainerThatIsNotAJobOfThisInstallation() throws Exception {
        String command = "mkdir /qovery-output && echo secret > " + PATH;

        assertThat(read(run(create(command, labels("another", Labels.ROLE_JOB)))))
                .isEqualTo(new OutputContent.Gone());
        assertThat(read(run(create(command, labels(INSTANCE, Labels.ROLE_WORKLOAD)))))
                .isEqualTo(new OutputContent.Gone());
        assertThat(read(run(create(command, Map.of())))).isEqualTo(new OutputContent.Gone());
    }

    @Test
    void shouldNotReadOutputsOfAnotherRuntime() {
        ExecutionException failed = catchThrowableOfType(
                ExecutionException.class,
                () -> reader.read(new OutputLocation("kubernetes", "namespace/pod", PATH), MIB)
                        .toCompletableFuture()
                        .get());

        assertThat(failed.getCause())
                .isInstanceOfSatisfying(
                        StepException.class,
                        e -> assertThat(e.failure().reason()).isEqualTo(Reason.UNSUPPORTED));
    }

    @Test
    void shouldFailIfTheEngineDoesNotAnswer() {
        DockerSettings nowhere = new DockerSettings(
                "unix:///nonexistent/engine.sock", INSTANCE, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (DockerEngine away = DockerEngine.connect(nowhere)) {
            DockerOutputReader nothing = new DockerOutputReader(away);

            ExecutionException failed = catchThrowableOfType(
                    ExecutionException.class,
                    () -> nothing.read(new OutputLocation("docker", "x", PATH), MIB)
                            .toCompletableFuture()
                            .get());

            assertThat(failed.getCause())
                    .isInstanceOfSatisfying(
                            StepException.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE));
            nothing.close();
        }
    }

    private OutputContent read(String container) throws Exception {
        return reader.read(new OutputLocation("docker", container, PATH), MIB)
                .toCompletableFuture()
                .get();
    }

    private static void assertFound(OutputContent content, String text) {
        assertThat(content)
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).isEqualTo(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String finished(String command) throws Exception {
        return run(create(command, labels(INSTANCE, Labels.ROLE_JOB)));
    }

    private static String create(String command, Map<String, String> labels) {
        return engine.calls()
                .createContainerCmd(TestEngine.SHELL)
                .withLabels(labels)
                .withCmd("/bin/sh", "-c", command)
                .exec()
                .getId();
    }

    private String run(String id) throws Exception {
        containers.add(id);
        engine.calls().startContainerCmd(id).exec();
        assertThat(engine.streams().waitContainerCmd(id).start().awaitStatusCode())
                .isZero();
        return id;
    }

    private static Map<String, String> labels(String instance, String role) {
        return Map.of(Labels.INSTANCE, instance, Labels.ROLE, role);
    }
}
