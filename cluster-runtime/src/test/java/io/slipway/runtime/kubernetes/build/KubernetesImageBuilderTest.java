package io.slipway.runtime.kubernetes.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageBuilder.Build;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.MockCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the cluster: it makes the pods of builds. */
class KubernetesImageBuilderTest {

    private static final StepRef STEP = new StepRef("env-1", "deployment-1", "service-1", StepKind.BUILD, 4);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the Job, its pod and its events. */
    private static final int WATCHES = 3;

    private MockCluster mock;
    private KubernetesImageBuilder builder;

    @BeforeEach
    void start() {
        start(Map.of(
                "registry.url", "registry.example.com/team",
                "unschedulable-grace", "1s",
                "registry.username", "me",
                "registry.password", "mine"));
    }

    private void start(Map<String, String> settings) {
        mock = new MockCluster(settings);
        builder = new KubernetesImageBuilder(mock.cluster().config(), Map.of("", mock.cluster()));
    }

    @AfterEach
    void stop() {
        builder.leave();
        mock.close();
    }

    private CompletionStage<Image> build() {
        return builder.build(
                new Build(
                        STEP,
                        new EnvironmentRef("env-1", "test", "project", "organization", ""),
                        Path.of("context.tar"),
                        "Dockerfile",
                        null,
                        Map.of(),
                        Map.of("TOKEN", "s3cret"),
                        "registry.example.com/team/shop:1",
                        "c0ffee"),
                StepLog.NONE);
    }

    private List<Job> jobs() {
        return mock.client().batch().v1().jobs().inAnyNamespace().list().getItems();
    }

    private Job begun() {
        await().atMost(SOON).until(() -> mock.watches() == WATCHES && !jobs().isEmpty());
        return jobs().getFirst();
    }

    private void pod(Job job, PodStatus status) {
        mock.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(job.getMetadata().getName() + "-x")
                        .withNamespace(job.getMetadata().getNamespace())
                        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                        .addNewOwnerReference()
                        .withApiVersion("batch/v1")
                        .withKind("Job")
                        .withName(job.getMetadata().getName())
                        .withUid(job.getMetadata().getUid())
                        .endOwnerReference()
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .withStatus(status)
                        .build())
                .create();
    }

    private static PodStatus ended(int exitCode, String message) {
        return new PodStatusBuilder()
                .addNewContainerStatus()
                .withName("build")
                .withNewState()
                .withNewTerminated()
                .withExitCode(exitCode)
                .withMessage(message)
                .endTerminated()
                .endState()
                .endContainerStatus()
                .build();
    }

    private boolean nothingLeft() {
        return jobs().isEmpty()
                && mock.client().secrets().inAnyNamespace().list().getItems().isEmpty()
                && mock.client().configMaps().inAnyNamespace().list().getItems().isEmpty();
    }

    @Test
    void shouldReadTheDigestFromTheEndOfThePodAndRemoveEverything() {
        CompletionStage<Image> image = build();
        pod(begun(), ended(0, "sha256:abc\n"));

        assertThat(Stages.get(image))
                .isEqualTo(new Image("registry.example.com/team/shop:1", "sha256:abc", "c0ffee", null));
        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void shouldNoticeABuildThatEndedWhileNobodyLooked() {
        var _ = build();
        Job job = begun();
        builder.leave();
        pod(job, ended(0, "sha256:abc"));
        builder = new KubernetesImageBuilder(mock.cluster().config(), Map.of("", mock.cluster()));

        assertThat(Stages.get(build()).digest()).isEqualTo("sha256:abc");
    }

    @Test
    void shouldSayThatNoNodeTakesThePodAndLeaveNothing() {
        CompletionStage<Image> image = build();
        pod(
                begun(),
                new PodStatusBuilder()
                        .addNewCondition()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage("0/1 nodes are available: 1 Insufficient cpu.")
                        .endCondition()
                        .build());

        StepFailure failure = Stages.stepFailure(image);

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("Insufficient cpu");
        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void shouldHaveItTriedAgainWhenThePodIsLost() {
        CompletionStage<Image> image = build();
        pod(
                begun(),
                ended(137, "")
                        .edit()
                        .withReason("Evicted")
                        .withMessage("low on memory")
                        .build());

        StepFailure failure = Stages.stepFailure(image);

        assertThat(failure.reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(failure.message()).contains("Evicted", "low on memory");
    }

    @Test
    void shouldSayThatTheBuildTookTooMuchMemory() {
        CompletionStage<Image> image = build();
        PodStatus killed = ended(137, "");
        killed.getContainerStatuses().getFirst().getState().getTerminated().setReason("OOMKilled");
        pod(begun(), killed);

        assertThat(Stages.stepFailure(image).reason()).isEqualTo(Reason.OUT_OF_MEMORY);
    }

    @Test
    void shouldRemoveWhatAFormerProcessBegan() {
        var _ = build();
        begun();
        builder.leave();
        builder = new KubernetesImageBuilder(mock.cluster().config(), Map.of("", mock.cluster()));

        Stages.get(builder.cancel(STEP));

        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void shouldEndABuildThatIsCancelled() {
        CompletionStage<Image> image = build();
        begun();

        Stages.get(builder.cancel(STEP));

        assertThat(Stages.failure(image)).isInstanceOf(CancellationException.class);
        assertThat(nothingLeft()).isTrue();
    }

    @Test
    void shouldRefuseToBuildWithoutRegistry() {
        stop();
        start(Map.of());

        assertThat(Stages.stepFailure(build()).message()).contains("slipway.kubernetes.registry.url");
        assertThat(Stages.stepFailure(builder.find("a/b:1")).reason()).isEqualTo(Reason.UNSUPPORTED);
    }
}
