package io.slipway.runtime.kubernetes.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.OutputReader.OutputContent;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.job.KubernetesJobRuntime;
import io.slipway.runtime.operation.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@ClusterTest
class KubernetesOutputReaderIT {

    private static final int MAX = 1 << 20;
    private static final String ENVIRONMENT = UUID.randomUUID().toString();

    private static TestCluster test;
    private static Operations operations;
    private static KubernetesJobRuntime jobs;
    private static KubernetesOutputReader reader;
    private static long attempts;

    @BeforeAll
    static void open() {
        test = TestCluster.open(Map.of());
        operations = new Operations("slipway-test-");
        Apply apply = new Apply(test.cluster());
        jobs = new KubernetesJobRuntime(
                test.cluster(),
                apply,
                new Namespaces(test.cluster(), apply),
                new PodLogs(test.cluster(), operations.threads()),
                operations);
        reader = new KubernetesOutputReader(Map.of("", test.cluster()));
    }

    @AfterAll
    static void close() {
        operations.close();
        test.close();
    }

    private static StepRef step() {
        return new StepRef(ENVIRONMENT, "deployment", UUID.randomUUID().toString(), StepKind.JOB, ++attempts);
    }

    /** Where the output of a job is that does {@code script} in the directory of outputs. */
    private static OutputLocation output(StepRef step, String script) {
        Outcome outcome = Stages.get(jobs.run(
                new JobRuntime.Job(
                        step,
                        new EnvironmentRef(ENVIRONMENT, "test", "project", "organization", ""),
                        "seed",
                        JobEvent.START,
                        ImageToRun.of(TestCluster.IMAGE),
                        new ProcessInput(
                                List.of("/bin/sh", "-c"),
                                List.of("cd /qovery-output && f=qovery-output.json && " + script),
                                Map.of(),
                                List.of()),
                        new Resources(500, 64),
                        0,
                        Duration.ZERO,
                        Instant.now().plusSeconds(60)),
                StepLog.NONE));
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded) outcome).output();
    }

    private static OutputContent read(String script) {
        return Stages.get(reader.read(output(step(), script), MAX));
    }

    @Test
    void shouldReadFileThatOnlyItsOwnerMayRead() {
        assertThat(read("umask 077; echo '{\"A\":1}' > $f"))
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).asString().isEqualTo("{\"A\":1}\n"));
    }

    @Test
    void shouldReadAllOfAMebibyteAndNothingOfMore() {
        OutputLocation whole = output(step(), "head -c 1048576 /dev/urandom > $f");

        assertThat(Stages.get(reader.read(whole, MAX)))
                .isInstanceOfSatisfying(
                        OutputContent.Found.class,
                        found -> assertThat(found.content()).hasSize(MAX));
        assertThat(Stages.get(reader.read(whole, MAX - 1))).isEqualTo(new OutputContent.TooLarge(MAX));
    }

    @Test
    void shouldTellWhatIsNoFile() {
        assertThat(read("true")).isEqualTo(new OutputContent.Absent());
        assertThat(read("mkdir $f")).isEqualTo(new OutputContent.NotAFile("a directory"));
        assertThat(read("ln -s /etc/passwd $f")).isEqualTo(new OutputContent.NotAFile("a symbolic link"));
        assertThat(read("mkfifo $f")).isEqualTo(new OutputContent.NotAFile("a named pipe"));
    }

    @Test
    void shouldTellThatItIsGone() {
        StepRef step = step();
        OutputLocation location = output(step, "echo {} > $f");
        Stages.get(jobs.release(step));

        assertThat(Stages.get(reader.read(location, MAX))).isEqualTo(new OutputContent.Gone());
        assertThat(Stages.get(reader.read(new OutputLocation("kubernetes", "/kube-system/etcd", "/x"), MAX)))
                .isEqualTo(new OutputContent.Gone());
        assertThat(Stages.get(reader.read(new OutputLocation("kubernetes", "nonsense", "/x"), MAX)))
                .isEqualTo(new OutputContent.Gone());
    }

    @Test
    void shouldRefuseAnotherRuntimesOutput() {
        assertThat(Stages.stepFailure(reader.read(new OutputLocation("docker", "abc", "/x"), MAX))
                        .reason())
                .isEqualTo(Reason.UNSUPPORTED);
    }
}
