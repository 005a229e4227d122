package io.slipway.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.JobRuntime.Job;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.Lines;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is special about jobs on an engine. */
@DockerTest
class DockerJobsIT {

    private static final Duration SOON = Duration.ofSeconds(100);

    private static TestDocker docker;
    private final DockerRuntime runtime = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);
    private final ServiceKey key =
            new ServiceKey(UUID.randomUUID().toString(), UUID.randomUUID().toString());
    private long attempts;

    @BeforeAll
    static void open() {
        docker = TestDocker.open();
    }

    @AfterAll
    static void close() {
        docker.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
    }

    private Job job(String script) {
        return job(TestWeb.shell(script, Map.of()), Duration.ZERO, Instant.now().plus(SOON));
    }

    private Job job(ProcessInput input, Duration maxDuration, Instant deadline) {
        return new Job(
                new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.JOB, ++attempts),
                Environments.ref(key),
                "seed",
                JobEvent.START,
                ImageToRun.of(TestDocker.IMAGE),
                input,
                new Resources(500, 24),
                0,
                maxDuration,
                deadline);
    }

    private Outcome run(Job job) {
        return Stages.get(runtime.jobs().run(job, StepLog.NONE));
    }

    private List<Container> containers() {
        return docker.containers(Map.of(Labels.ENVIRONMENT, key.environmentId()));
    }

    @Test
    void shouldKeepTheOutputOfAJobThatIsNotRoot() throws IOException {
        Outcome outcome = run(job("touch /tmp/x; chown nobody /tmp/x; "
                + "su nobody -s /bin/sh -c 'echo \"{}\" > /qovery-output/qovery-output.json'"));

        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        Outcome.Succeeded succeeded = (Outcome.Succeeded) outcome;
        try (InputStream archive = docker.client()
                .copyArchiveFromContainerCmd(
                        succeeded.output().reference(), succeeded.output().path())
                .exec()) {
            assertThat(TestTar.texts(archive)).containsExactly("{}\n");
        }
    }

    @Test
    void shouldSayThatAJobUsedTooMuchMemory() {
        assertThat(run(job("a=0123456789; while true; do a=$a$a; done")))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.OUT_OF_MEMORY);
                    assertThat(failed.failure().message()).contains("24 MiB");
                });
    }

    @Test
    void shouldSayThatTheCommandDoesNotExist() {
        assertThat(run(job(
                        new ProcessInput(List.of("/no/such/program"), List.of(), Map.of(), List.of()),
                        Duration.ZERO,
                        Instant.now().plus(SOON))))
                .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.failure().reason()).isEqualTo(Reason.JOB_FAILED);
                    assertThat(failed.failure().message()).contains("/no/such/program");
                    assertThat(failed.exitCode()).isNull();
                });
    }

    @Test
    void shouldSayThatTheDeadlinePassed() {
        assertThat(run(job(
                        TestWeb.shell("sleep 600", Map.of()),
                        Duration.ZERO,
                        Instant.now().plusSeconds(4))))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().reason()).isEqualTo(Reason.DEADLINE_EXCEEDED));
    }

    @Test
    void shouldGiveAllLinesInOrderBeforeItAnswers() {
        Lines log = new Lines();

        Stages.get(runtime.jobs().run(job("i=0; while test $i -lt 500; do echo line $i; i=$((i+1)); done"), log));

        List<String> lines = log.all();
        assertThat(lines).hasSize(500);
        assertThat(lines.getFirst()).isEqualTo("line 0");
        assertThat(lines.getLast()).isEqualTo("line 499");
    }

    @Test
    void shouldRemoveWhatEarlierRunsLeft() {
        run(job("exit 1"));
        run(job("true"));

        assertThat(containers()).hasSize(1);
        assertThat(containers().getFirst().getLabels()).containsEntry(Labels.ATTEMPT, "2");
    }

    @Test
    void shouldRemoveTheNetworkWithTheLastRun() {
        Job job = job("true");
        run(job);

        Stages.get(runtime.jobs().release(job.step()));

        assertThat(containers()).isEmpty();
        assertThat(docker.networks())
                .noneMatch(network ->
                        key.environmentId().equals(network.getLabels().get(Labels.ENVIRONMENT)));
    }

    @Test
    void shouldRemoveRunsThatNobodyAskedForAnyMore() {
        run(job("true"));

        assertThat(runtime.releaseEndedBefore(Instant.now().minusSeconds(3600))).isZero();
        assertThat(containers()).hasSize(1);
        runtime.releaseEndedBefore(Instant.now().plusSeconds(1));

        assertThat(containers()).isEmpty();
    }
}
