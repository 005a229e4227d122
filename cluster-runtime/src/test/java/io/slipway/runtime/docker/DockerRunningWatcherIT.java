package io.slipway.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.runtime.Environments;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.RunningWatcherContract;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.Stages;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@DockerTest
class DockerRunningWatcherIT extends RunningWatcherContract {

    private static TestDocker docker;
    private final DockerRuntime runtime = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);

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

    @Override
    protected WorkloadRuntime workloads() {
        return runtime.workloads();
    }

    @Override
    protected RunningWatcher watcher() {
        return runtime.running();
    }

    @Override
    protected ServiceLogs logs() {
        return runtime.logs();
    }

    @Override
    protected Workload.Service working(int instances) {
        return new Workload.Service(
                service,
                Environments.ref(service),
                "web",
                List.of("web"),
                ImageToRun.of(TestDocker.IMAGE),
                TestWeb.shell(
                        "test -e /broken && exit 3; echo 'web is ready'; while true; do sleep 0.1;"
                                + " test -e /broken && exit 3; test -s /crash && : > /crash && exit 3;"
                                + " test -e /greedy && x=0123456789 && while true; do x=$x$x; done; done",
                        Map.of()),
                List.of(),
                TestWeb.SMALL,
                instances,
                instances,
                List.of(),
                null,
                List.of());
    }

    @Test
    void shouldTellOfAProcessThatTookTooMuchMemory() {
        List<Instance> told = new CopyOnWriteArrayList<>();
        StepRef step = new StepRef(service.environmentId(), "deployment", service.serviceId(), StepKind.WORKLOAD, 1);
        Stages.get(workloads().apply(step, working(1), Instant.now().plusSeconds(100), StepLog.NONE));
        try (Handle _ = watcher().watch(running -> {
            if (running.serviceId().equals(service.serviceId())) {
                told.addAll(running.instances());
            }
        })) {
            put("greedy", "");

            await().atMost(Duration.ofSeconds(100))
                    .untilAsserted(() -> assertThat(told).last().satisfies(instance -> {
                        assertThat(instance.cause()).isEqualTo("OOMKilled");
                        assertThat(instance.reason())
                                .contains("more memory than the " + TestWeb.SMALL.memoryMib() + " MiB");
                        assertThat(instance.containers().getFirst().lastEnding().signal())
                                .isEqualTo(9);
                        assertThat(instance.occurrences())
                                .extracting(Occurrence::cause)
                                .contains("OOMKilling", "OOMKilled");
                    }));
        }
    }

    @Override
    protected void breakInstances() {
        put("broken", "");
    }

    @Override
    protected void crashInstances() {
        put("crash", "now");
    }

    private void put(String file, String content) {
        docker.containers(Map.of(Labels.SERVICE, service.serviceId()))
                .forEach(container -> docker.client()
                        .copyArchiveToContainerCmd(container.getId())
                        .withRemotePath("/")
                        .withTarInputStream(TestTar.file(file, content))
                        .exec());
    }
}
