package io.slipway.runtime.docker;

import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.WorkloadRuntimeContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@DockerTest
class DockerWorkloadRuntimeIT extends WorkloadRuntimeContract {

    private static TestDocker docker;
    private DockerRuntime newest;
    private final TestWeb web = new TestWeb(docker, service);

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
    protected WorkloadRuntime newRuntime() {
        newest = DockerRuntime.on(docker.engine(), TestWeb.SETTINGS);
        return newest.workloads();
    }

    @Override
    protected void crash() {
        newest.close();
    }

    @Override
    protected Workload.Service working(String version, int instances) {
        return web.working(version, instances);
    }

    @Override
    protected Workload.Service crashing() {
        return web.crashing();
    }

    @Override
    protected Workload.Service hanging() {
        return web.hanging();
    }

    @Override
    protected Workload.Service waiting() {
        return web.waiting();
    }

    @Override
    protected void letGo() {
        web.candidates()
                .forEach(id -> docker.client()
                        .copyArchiveToContainerCmd(id)
                        .withRemotePath("/")
                        .withTarInputStream(TestTar.file("go", ""))
                        .exec());
    }

    @Override
    protected Duration untilStarted() {
        return TestWeb.UNTIL_STARTED;
    }

    @Override
    protected Workload.Service missing() {
        return web.missing();
    }

    @Override
    protected List<String> serving() {
        return web.serving();
    }

    @Override
    protected List<String> candidates() {
        return web.candidates();
    }

    @Override
    protected boolean candidateRuns() {
        return web.candidateRuns();
    }

    @Override
    protected String version() {
        return web.version();
    }
}
