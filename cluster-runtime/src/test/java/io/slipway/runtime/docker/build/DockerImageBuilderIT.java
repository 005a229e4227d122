package io.slipway.runtime.docker.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerSettings;
import io.slipway.runtime.docker.Labels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerImageBuilderIT {

    private static final String INSTANCE = "it-" + UUID.randomUUID();
    private static DockerEngine engine;

    private final DockerImageBuilder builder = new DockerImageBuilder(engine);
    private final String reference = "slipway-it/" + UUID.randomUUID() + ":1";
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final StepRef step = new StepRef("env-" + UUID.randomUUID(), "deployment", "service", StepKind.BUILD, 7);

    @TempDir
    Path directory;

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
    void removeImage() {
        builder.close();
        try {
            engine.calls().removeImageCmd(reference).withForce(true).exec();
        } catch (NotFoundException _) {
            // the test made none
        }
    }

    @Test
    void shouldBuildWithArgumentsAndLabelsAndLogEveryStep() throws Exception {
        Image image = build("""
                FROM %s
                ARG COLOUR=none
                COPY file /file
                RUN echo "colour is $COLOUR" && cat /file
                """, Map.of("file", "content of the file\n"), Map.of("COLOUR", "blue"), null);

        assertThat(image.reference()).isEqualTo(reference);
        assertThat(image.digest()).startsWith("sha256:");
        assertThat(image.commit()).isEqualTo("c0ffee");
        assertThat(log).contains("colour is blue", "content of the file").anyMatch(line -> line.startsWith("Step 4/"));
        assertThat(engine.calls().inspectImageCmd(reference).exec().getConfig().getLabels())
                .containsEntry(Labels.INSTANCE, INSTANCE)
                .containsEntry(Labels.ENVIRONMENT, step.environmentId())
                .containsEntry(Labels.SERVICE, "service")
                .containsEntry(Labels.ATTEMPT, "7")
                .containsEntry(Labels.ROLE, Labels.ROLE_BUILD);
    }

    @Test
    void shouldFindAnImageOnceItIsBuilt() throws Exception {
        assertThat(builder.find(reference).toCompletableFuture().get()).isEmpty();

        Image image = build("FROM %s\n", Map.of(), Map.of(), null);

        assertThat(builder.find(reference).toCompletableFuture().get()).contains(image);
    }

    @Test
    void shouldStopAtTheTargetStage() throws Exception {
        build("""
                FROM %1$s AS first
                RUN echo in first
                FROM %1$s AS second
                RUN echo in second
                """, Map.of(), Map.of(), "first");

        assertThat(log).contains("in first").doesNotContain("in second");
    }

    @Test
    void shouldNameTheInstructionAndExitCodeOfAFailedCommand() {
        StepFailure failure = failure("FROM %s\nRUN echo before && exit 3\n", Map.of());

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message())
                .isEqualTo("the command of the Dockerfile's instruction 'RUN echo before && exit 3' failed with exit"
                        + " code 3");
        assertThat(log).contains("before");
    }

    @Test
    void shouldNameTheInstructionThatCopiesAMissingFile() {
        StepFailure failure = failure("FROM %s\nCOPY nope /x\n", Map.of());

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message()).contains("'COPY nope /x'").contains("nope");
    }

    @Test
    void shouldSayThatABaseImageIsNotAvailable() {
        StepFailure failure = failure("FROM registry.invalid/nobody/nothing:1\n", Map.of());

        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(failure.message()).contains("registry.invalid/nobody/nothing:1");
    }

    @Test
    void shouldRefuseADockerfileThatIsNone() {
        StepFailure failure = failure("FROM %s\nFETCH everything\n", Map.of());

        assertThat(failure.reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(failure.message()).containsIgnoringCase("FETCH");
    }

    @Test
    void shouldKillTheCommandThatRunsWhenTheBuildIsCancelled() throws Exception {
        String marker = "marker-" + UUID.randomUUID();
        CompletableFuture<Image> image =
                start("FROM %s\nRUN echo started-" + marker + " && sleep 300\n", Map.of(), Map.of(), null);
        await().atMost(Duration.ofSeconds(90)).until(() -> log.contains("started-" + marker));
        // What a command writes may come before the engine lists its container as running.
        await().atMost(Duration.ofSeconds(90))
                .until(() -> runningCommands().stream().anyMatch(command -> command.contains(marker)));

        builder.cancel(step).toCompletableFuture().get();

        assertThat(catchThrowable(() -> image.get(60, TimeUnit.SECONDS))).isInstanceOf(CancellationException.class);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> runningCommands().stream().noneMatch(command -> command.contains(marker)));
        assertThat(builder.find(reference).toCompletableFuture().get()).isEmpty();
    }

    @Test
    void shouldNotBuildWhatIsCancelledRightAway() throws Exception {
        CompletableFuture<Image> image = start("FROM %s\nRUN sleep 2\n", Map.of(), Map.of(), null);

        builder.cancel(step).toCompletableFuture().get();

        assertThat(catchThrowable(() -> image.get(60, TimeUnit.SECONDS))).isInstanceOf(CancellationException.class);
        assertThat(builder.find(reference).toCompletableFuture().get()).isEmpty();
    }

    @Test
    void shouldIgnoreTheCancellationOfABuildThatIsNot() throws Exception {
        builder.cancel(step).toCompletableFuture().get();

        assertThat(build("FROM %s\n", Map.of(), Map.of(), null)).isNotNull();
    }

    @Test
    void shouldSayThatTheEngineDoesNotAnswer() {
        DockerSettings nowhere = new DockerSettings(
                "unix:///nonexistent/engine.sock", INSTANCE, Duration.ofSeconds(1), Duration.ofSeconds(1));
        try (DockerEngine away = DockerEngine.connect(nowhere)) {
            DockerImageBuilder nothing = new DockerImageBuilder(away);

            ExecutionException failed = catchThrowableOfType(
                    ExecutionException.class,
                    () -> nothing.find(reference).toCompletableFuture().get());

            assertThat(failed.getCause())
                    .isInstanceOfSatisfying(
                            StepException.class,
                            e -> assertThat(e.failure().reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE));
            nothing.close();
        }
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

    private StepFailure failure(String dockerfile, Map<String, String> files) {
        ExecutionException failed = catchThrowableOfType(
                ExecutionException.class,
                () -> start(dockerfile, files, Map.of(), null).get());
        assertThat(failed.getCause()).isInstanceOf(StepException.class);
        return ((StepException) failed.getCause()).failure();
    }

    private Image build(
            String dockerfile, Map<String, String> files, Map<String, String> arguments, @Nullable String target)
            throws Exception {
        return start(dockerfile, files, arguments, target).get();
    }

    private CompletableFuture<Image> start(
            String dockerfile, Map<String, String> files, Map<String, String> arguments, @Nullable String target)
            throws IOException {
        Map<String, String> all = new HashMap<>(files);
        all.put("Dockerfile", dockerfile.formatted(TestEngine.SHELL));
        Path context = TestEngine.writeContext(directory.resolve("context.tar"), all);
        return builder.build(
                        new Build(
                                step,
                                new EnvironmentRef(step.environmentId(), "test", "", "", ""),
                                context,
                                "Dockerfile",
                                target,
                                arguments,
                                Map.of(),
                                reference,
                                "c0ffee"),
                        (_, message, _) -> log.add(message))
                .toCompletableFuture();
    }
}
