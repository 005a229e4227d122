package io.slipway.runtime.fake;

import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.RunningWatcherContract;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import java.util.List;

class FakeRunningWatcherTest extends RunningWatcherContract {

    private final FakeCluster cluster = new FakeCluster();
    private final FakeRuntime runtime = new FakeRuntime(cluster);

    @Override
    protected WorkloadRuntime workloads() {
        return runtime;
    }

    @Override
    protected RunningWatcher watcher() {
        return runtime;
    }

    @Override
    protected ServiceLogs logs() {
        return runtime;
    }

    @Override
    protected Workload.Service working(int instances) {
        return new Workload.Service(
                service,
                Environments.ref(service),
                "web",
                List.of("web"),
                ImageToRun.of("fake/web:works"),
                ProcessInput.IMAGE_DEFAULT,
                List.of(),
                Resources.DEFAULT,
                instances,
                instances,
                List.of(),
                null,
                List.of());
    }

    @Override
    protected void breakInstances() {
        cluster.kill(service, 3);
    }

    @Override
    protected void crashInstances() {
        cluster.crash(service, 3);
    }
}
