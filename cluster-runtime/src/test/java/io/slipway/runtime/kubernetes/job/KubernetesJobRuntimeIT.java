package io.slipway.runtime.kubernetes.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.JobRuntimeContract;
import io.slipway.runtime.Lines;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.pod.PodExec;
import io.slipway.runtime.operation.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@ClusterTest
class KubernetesJobRuntimeIT extends JobRuntimeContract {

    private static TestCluster test;
    private Operations operations;
    private KubernetesJobRuntime newest;
    private @Nullable Thread driver;

    @BeforeAll
    static void open() {
        test = TestCluster.open(Map.of());
    }

    @AfterAll
    static void close() {
        test.close();
    }

    @AfterEach
    void stop() {
        operations.close();
        if (driver != null) {
            driver.interrupt();
        }
        cluster().client().namespaces().withName(namespace()).delete();
    }

    private static Cluster cluster() {
        return test.cluster();
    }

    private String namespace() {
        return cluster().names().namespace(service.environmentId());
    }

    @Override
    protected JobRuntime newRuntime() {
        operations = new Operations("slipway-test-");
        Apply apply = new Apply(cluster());
        newest = new KubernetesJobRuntime(
                cluster(),
                apply,
                new Namespaces(cluster(), apply),
                new PodLogs(cluster(), operations.threads()),
                operations);
        return newest;
    }

    @Override
    protected void crash() {
        operations.close();
    }

    @Override
    protected ImageToRun image(Behaviour behaviour) {
        return ImageToRun.of(behaviour == Behaviour.MISSING ? "slipway-test/missing:1" : TestCluster.IMAGE);
    }

    @Override
    protected ProcessInput input(Behaviour behaviour, StepRef step) {
        return switch (behaviour) {
            case WORKS, MISSING -> shell("echo 'this is a try'");
            case CRASHES -> shell("echo 'cannot go on'; exit 1");
            case CRASHES_ONCE -> {
                failFirstTry(step);
                yield shell("while ! test -e /go; do test -e /fail && exit 1; sleep 0.1; done");
            }
            case WAITS -> shell("while ! test -e /go; do sleep 0.1; done");
        };
    }

    /** The tries share nothing, so somebody else has to know which one it is. */
    private void failFirstTry(StepRef step) {
        driver = Thread.ofVirtual().start(() -> {
            drive(step, 1, "/fail");
            drive(step, 2, "/go");
        });
    }

    private void drive(StepRef step, int number, String file) {
        await().atMost(SOON).ignoreExceptions().until(() -> {
            List<Pod> pods = pods(step);
            if (pods.size() < number) {
                return false;
            }
            exec(pods.get(number - 1), JobObjects.JOB, "echo > " + file);
            return true;
        });
    }

    private static ProcessInput shell(String script) {
        return new ProcessInput(List.of("/bin/sh", "-c"), List.of(script), Map.of(), List.of());
    }

    @Override
    protected void release(StepRef step) {
        exec(pods(step).getLast(), JobObjects.JOB, "echo > /go");
    }

    private void exec(Pod pod, String container, String script) {
        PodExec.Result result = new PodExec(cluster())
                .run(
                        new PodExec.Place(namespace(), pod.getMetadata().getName(), container),
                        List.of("sh", "-c", script),
                        1000,
                        Duration.ofSeconds(10));
        assertThat(result.exitCode()).as(result.error()).isZero();
    }

    private List<Pod> pods(StepRef step) {
        return cluster()
                .client()
                .pods()
                .inNamespace(namespace())
                .withLabels(JobObjects.selector(cluster().config(), step))
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
                .toList();
    }

    private List<Job> jobs(StepRef step) {
        return cluster()
                .client()
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace())
                .withLabels(JobObjects.selector(cluster().config(), step))
                .list()
                .getItems();
    }

    private List<Secret> secrets(StepRef step) {
        return cluster()
                .client()
                .secrets()
                .inNamespace(namespace())
                .withLabels(JobObjects.selector(cluster().config(), step))
                .list()
                .getItems();
    }

    @Override
    protected boolean running(StepRef step) {
        return jobs(step).stream()
                .anyMatch(job -> RunState.of(job, pods(step)).last().stream()
                        .anyMatch(last -> last.started() != null && !last.over()));
    }

    @Override
    protected boolean exists(StepRef step) {
        return !jobs(step).isEmpty() || !pods(step).isEmpty();
    }

    @Override
    protected int started(StepRef step) {
        return jobs(step).stream()
                .mapToInt(job -> RunState.of(job, pods(step)).tries())
                .max()
                .orElse(0);
    }

    private JobRuntime.Job job(StepRef step, ProcessInput input) {
        JobRuntime.Job job = job(step, Behaviour.WORKS, 0, Duration.ZERO);
        return new JobRuntime.Job(
                step,
                job.environment(),
                job.name(),
                job.event(),
                job.image(),
                input,
                job.resources(),
                0,
                Duration.ZERO,
                job.deadline());
    }

    @Test
    void shouldGiveTheProcessItsVariablesAndFilesAndRemoveThemWithTheRun() {
        StepRef step = next();
        Lines log = new Lines();
        ProcessInput input = new ProcessInput(
                List.of("/bin/sh", "-c"),
                List.of("echo \"$A\" $(cat /etc/app/key); echo '$(A)' && test $$ -gt 0 && echo pid"),
                Map.of("A", "a value"),
                List.of(new InputFile("/etc/app/key", "k3y", true)));

        assertThat(Stages.get(runtime().run(job(step, input), log))).isInstanceOf(Outcome.Succeeded.class);

        assertThat(log.all()).contains("a value k3y", "$(A)", "pid");
        assertThat(secrets(step))
                .hasSize(2)
                .allSatisfy(secret -> assertThat(secret.getMetadata().getOwnerReferences())
                        .extracting(owner -> owner.getName())
                        .containsExactly(jobs(step).getFirst().getMetadata().getName()));
        Stages.get(runtime().release(step));
        await().atMost(SOON).until(() -> secrets(step).isEmpty());
    }

    @Test
    void shouldSayThatItTookTooMuchMemory() {
        StepRef step = next();
        ProcessInput input = shell("echo begin; head -c 200000000 /dev/zero > /dev/shm/x; echo end");

        assertThat(Stages.get(runtime().run(job(step, input), StepLog.NONE)))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.OUT_OF_MEMORY);
                    assertThat(failed.failure().message()).contains("64 MiB");
                });
    }

    @Test
    void shouldSayWhatCannotBeStarted() {
        StepRef step = next();
        ProcessInput input = new ProcessInput(List.of("/no/such/program"), List.of(), Map.of(), List.of());

        assertThat(Stages.get(runtime().run(job(step, input), StepLog.NONE)))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
                    assertThat(failed.failure().message()).contains("/no/such/program");
                });
    }

    @Test
    void shouldSayThatNoNodeHasRoomAndLeaveNothing() {
        StepRef step = next();
        JobRuntime.Job small = job(step, shell("true"));
        JobRuntime.Job huge = new JobRuntime.Job(
                step,
                small.environment(),
                small.name(),
                small.event(),
                small.image(),
                small.input(),
                new io.slipway.events.spec.RunSpec.Resources(500, 100_000_000),
                0,
                Duration.ZERO,
                Instant.now().plusSeconds(50));

        StepException e = (StepException) Stages.failure(runtime().run(huge, StepLog.NONE));

        assertThat(e.failure().message()).contains("Insufficient memory");
        assertThat(exists(step)).isFalse();
    }

    @Test
    void shouldSayThatTheQuotaDoesNotAllowThePod() {
        Stages.get(runtime().run(job(next(), shell("true")), StepLog.NONE));
        cluster()
                .client()
                .resource(new ResourceQuotaBuilder()
                        .withNewMetadata()
                        .withName("none")
                        .withNamespace(namespace())
                        .endMetadata()
                        .withNewSpec()
                        .addToHard("pods", new Quantity("0"))
                        .endSpec()
                        .build())
                .create();
        StepRef step = next();

        StepException e = (StepException) Stages.failure(runtime().run(job(step, shell("true")), StepLog.NONE));

        assertThat(e.failure().message()).contains("exceeded quota", "Use less");
        assertThat(exists(step)).isFalse();
    }

    @Test
    void shouldRemoveRunsThatNobodyAskedForAgain() {
        StepRef step = next();
        Stages.get(runtime().run(job(step, shell("true")), StepLog.NONE));

        assertThat(newest.releaseEndedBefore(Instant.now().minusSeconds(3600))).isZero();
        assertThat(exists(step)).isTrue();
        assertThat(newest.releaseEndedBefore(Instant.now().plusSeconds(5))).isPositive();
        await().atMost(SOON).until(() -> !exists(step));
    }

    @Test
    void shouldRemoveWhatEarlierRunsLeft() {
        StepRef earlier = next();
        Stages.get(runtime().run(job(earlier, shell("true")), StepLog.NONE));
        StepRef later = next();

        Stages.get(runtime().run(job(later, shell("true")), StepLog.NONE));

        await().atMost(SOON).until(() -> !exists(earlier));
        assertThat(exists(later)).isTrue();
    }
}
