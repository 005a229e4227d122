package io.slipway.runtime.docker;

import com.github.dockerjava.api.model.Container;
import io.slipway.events.spec.Probes.Check;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.InputFile;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntimeContract;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@DockerTest
class DockerJobRuntimeIT extends JobRuntimeContract {

    private static TestDocker docker;
    private DockerRuntime newest;

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
        newest.close();
    }

    @Override
    protected JobRuntime newRuntime() {
        newest = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);
        return newest.jobs();
    }

    @Override
    protected void crash() {
        newest.close();
    }

    @Override
    protected ImageToRun image(Behaviour behaviour) {
        return ImageToRun.of(behaviour == Behaviour.MISSING ? "127.0.0.1:1/no/such:image" : TestDocker.IMAGE);
    }

    @Override
    protected ProcessInput input(Behaviour behaviour, StepRef step) {
        String script = switch (behaviour) {
            case WORKS, MISSING -> "echo 'this is a try'";
            case CRASHES -> "echo 'cannot go on'; exit 1";
            case CRASHES_ONCE -> {
                startCounter(step);
                yield "echo try; wget -q -O - http://counter:8080/cgi-bin/once || exit 1";
            }
            case WAITS -> "while ! test -e /go; do sleep 0.1; done";
        };
        return TestWeb.shell(script, Map.of());
    }

    /** A service beside the job that refuses its first caller: every try is a container of its own and knows nothing. */
    private void startCounter(StepRef step) {
        ServiceKey key = new ServiceKey(step.environmentId(), "counter");
        String once = """
                #!/bin/sh
                mkdir /tmp/seen 2>/dev/null && printf 'Status: 500 No\\r\\n'
                printf 'Content-Type: text/plain\\r\\n\\r\\nhello\\n'
                """;
        ProcessInput input = new ProcessInput(
                List.of("/bin/sh", "-c"),
                List.of("chmod 755 /www/cgi-bin/once && exec httpd -f -p 8080 -h /www"),
                Map.of(),
                List.of(new InputFile("/www/cgi-bin/once", once, false)));
        Workload.Service counter = new Workload.Service(
                key,
                Environments.ref(key),
                "counter",
                List.of("counter"),
                ImageToRun.of(TestDocker.IMAGE),
                input,
                List.of(),
                TestWeb.SMALL,
                1,
                1,
                List.of(TestWeb.probe(new Check.Tcp(8080))),
                null,
                List.of());
        Stages.get(newest.workloads()
                .apply(
                        new StepRef(key.environmentId(), "deployment", key.serviceId(), StepKind.WORKLOAD, 1000),
                        counter,
                        Instant.now().plus(SOON),
                        StepLog.NONE));
    }

    @Override
    protected void release(StepRef step) {
        docker.client()
                .copyArchiveToContainerCmd(containers(step).getFirst().getId())
                .withRemotePath("/")
                .withTarInputStream(TestTar.file("go", ""))
                .exec();
    }

    @Override
    protected boolean running(StepRef step) {
        return containers(step).stream()
                .anyMatch(container -> container.getState().equals("running"));
    }

    @Override
    protected boolean exists(StepRef step) {
        return !containers(step).isEmpty();
    }

    @Override
    protected int started(StepRef step) {
        return containers(step).stream()
                .mapToInt(container -> Integer.parseInt(container.getLabels().get(Labels.INDEX)))
                .max()
                .orElse(0);
    }

    private static List<Container> containers(StepRef step) {
        return docker.containers(Map.of(
                Labels.ENVIRONMENT, step.environmentId(),
                Labels.ROLE, Labels.ROLE_JOB,
                Labels.ATTEMPT, Long.toString(step.attempt())));
    }
}
