package io.slipway.runtime.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.MockCluster;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.operation.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test is the cluster: it makes the pods of Jobs and lets them end. */
class KubernetesJobRuntimeTest {

    private static final StepRef STEP = new StepRef("env-1", "deployment-1", "service-1", StepKind.JOB, 3);
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the Job, its pods and its events. */
    private static final int WATCHES = 3;

    private MockCluster mock;
    private Operations operations;
    private KubernetesJobRuntime runtime;

    @BeforeEach
    void start() {
        mock = new MockCluster(Map.of());
        restart();
    }

    @AfterEach
    void stop() {
        operations.close();
        mock.close();
    }

    private void restart() {
        if (operations != null) {
            operations.close();
        }
        operations = new Operations("slipway-test-");
        Apply apply = new Apply(mock.cluster());
        runtime = new KubernetesJobRuntime(
                mock.cluster(),
                apply,
                new Namespaces(mock.cluster(), apply),
                new PodLogs(mock.cluster(), operations.threads()),
                operations);
    }

    private CompletionStage<Outcome> run() {
        return runtime.run(
                new JobRuntime.Job(
                        STEP,
                        new EnvironmentRef("env-1", "test", "project", "organization", ""),
                        "seed",
                        JobEvent.START,
                        ImageToRun.of("shop/seed:1"),
                        new ProcessInput(null, List.of(), Map.of("A", "1"), List.of()),
                        new Resources(100, 64),
                        1,
                        Duration.ZERO,
                        Instant.now().plus(SOON)),
                StepLog.NONE);
    }

    private List<Job> jobs() {
        return mock.client().batch().v1().jobs().inAnyNamespace().list().getItems();
    }

    private Job begun() {
        await().atMost(SOON).until(() -> mock.watches() == WATCHES && !jobs().isEmpty());
        return jobs().getFirst();
    }

    private void pod(Job job, int number, ContainerState process, ContainerState holder) {
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withName(job.getMetadata().getName() + "-" + number)
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
                .withNewStatus()
                .addNewInitContainerStatus()
                .withName("job")
                .withState(process)
                .endInitContainerStatus()
                .addNewContainerStatus()
                .withName("holder")
                .withState(holder)
                .endContainerStatus()
                .endStatus()
                .build();
        mock.client().resource(pod).create();
    }

    private static ContainerState waiting(String reason, String message) {
        return new ContainerStateBuilder().withNewWaiting(message, reason).build();
    }

    private static ContainerState running() {
        return new ContainerStateBuilder()
                .withNewRunning("2026-11-21T10:00:05Z")
                .build();
    }

    private static ContainerState ended(int exitCode) {
        return new ContainerStateBuilder()
                .withNewTerminated()
                .withStartedAt("2026-11-21T10:00:00Z")
                .withFinishedAt("2026-11-21T10:00:04Z")
                .withExitCode(exitCode)
                .endTerminated()
                .build();
    }

    private void failed(Job job, int pods) {
        mock.client()
                .resource(job)
                .edit(there -> there.edit()
                        .withNewStatus()
                        .withFailed(pods)
                        .addNewCondition()
                        .withType("Failed")
                        .withStatus("True")
                        .withReason("BackoffLimitExceeded")
                        .withLastTransitionTime("2026-11-21T10:00:09Z")
                        .endCondition()
                        .endStatus()
                        .build());
    }

    @Test
    void shouldTakeTheSecretsAlongWithTheJob() {
        var _ = run();
        Job job = begun();

        await().atMost(SOON)
                .until(() -> mock
                        .client()
                        .secrets()
                        .inNamespace(job.getMetadata().getNamespace())
                        .withLabels(JobObjects.selector(mock.cluster().config(), STEP))
                        .list()
                        .getItems()
                        .stream()
                        .anyMatch(secret -> secret.getMetadata().getOwnerReferences().stream()
                                .anyMatch(owner -> job.getMetadata().getUid().equals(owner.getUid()))));
    }

    @Test
    void shouldSucceedWithThePodOfTheJob() {
        CompletionStage<Outcome> run = run();
        Job job = begun();
        pod(job, 1, ended(0), running());

        assertThat(Stages.get(run)).isInstanceOfSatisfying(Outcome.Succeeded.class, succeeded -> {
            assertThat(succeeded.output().runtime()).isEqualTo("kubernetes");
            assertThat(succeeded.output().reference())
                    .isEqualTo("/" + job.getMetadata().getNamespace() + "/"
                            + job.getMetadata().getName() + "-1");
            assertThat(succeeded.duration()).isEqualTo(Duration.ofSeconds(4));
        });
    }

    @Test
    void shouldGoOnWhenWatchesBreakAndTheirHistoryIsGone() {
        CompletionStage<Outcome> run = run();
        Job job = begun();
        pod(job, 1, waiting("PodInitializing", ""), waiting("PodInitializing", ""));
        mock.loseHistory(3);
        pod(job, 2, ended(0), running());

        assertThat(Stages.get(run)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(mock.refusedWatches()).isPositive();
    }

    @Test
    void shouldSucceedOnASlowCluster() {
        mock.slow(Duration.ofMillis(300));
        CompletionStage<Outcome> run = run();
        pod(begun(), 1, ended(0), running());

        assertThat(Stages.get(run)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void shouldNoticeWhatHappenedWhileNobodyLooked() {
        var _ = run();
        Job job = begun();
        operations.close();
        pod(job, 1, ended(1), waiting("PodInitializing", ""));
        pod(job, 2, ended(3), waiting("PodInitializing", ""));
        failed(job, 2);
        restart();

        assertThat(Stages.get(run())).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.tries()).isEqualTo(2);
            assertThat(failed.exitCode()).isEqualTo(3);
            assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
        });
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void shouldGiveUpAtOnceWithoutImageAndLeaveNothing() {
        CompletionStage<Outcome> run = run();
        pod(begun(), 1, waiting("ErrImagePull", "shop/seed:1: not found"), waiting("PodInitializing", ""));

        StepFailure failure = Stages.stepFailure(run);

        assertThat(failure.reason()).isEqualTo(Reason.IMAGE_UNAVAILABLE);
        assertThat(failure.message()).contains("shop/seed:1");
        assertThat(jobs()).isEmpty();
    }

    @Test
    void shouldSayThatSomebodyRemovedTheJob() {
        CompletionStage<Outcome> run = run();
        Job job = begun();
        mock.client().resource(job).delete();

        assertThat(Stages.stepFailure(run).message()).contains("somebody else");
    }
}
