package io.slipway.runtime.docker;

import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.RunningWatcherContract;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

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
                        "test -e /broken && exit 3; echo 'web is ready'; while true; do sleep 0.1; test -e /broken && exit 3; done",
                        Map.of()),
                List.of(),
                TestWeb.SMALL,
                instances,
                instances,
                List.of(),
                null,
                List.of());
    }

    @Override
    protected void breakInstances() {
        docker.containers(Map.of(Labels.SERVICE, service.serviceId()))
                .forEach(container -> docker.client()
                        .copyArchiveToContainerCmd(container.getId())
                        .withRemotePath("/")
                        .withTarInputStream(TestTar.file("broken", ""))
                        .exec());
    }
}
