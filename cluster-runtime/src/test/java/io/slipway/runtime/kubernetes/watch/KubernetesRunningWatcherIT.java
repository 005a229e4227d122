package io.slipway.runtime.kubernetes.watch;

import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.RunningWatcherContract;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.kubernetes.ClusterTest;
import io.slipway.runtime.kubernetes.KubernetesRuntime;
import io.slipway.runtime.kubernetes.TestCluster;
import io.slipway.runtime.kubernetes.TestService;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

@ClusterTest
class KubernetesRunningWatcherIT extends RunningWatcherContract {

    private static TestCluster cluster;

    private final TestService web = new TestService(cluster.cluster(), service);
    private final KubernetesRuntime runtime = KubernetesRuntime.on(cluster.cluster());

    @BeforeAll
    static void open() {
        cluster = TestCluster.open(Map.of());
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void stop() {
        runtime.close();
        cluster.cluster().client().namespaces().withName(web.namespace()).delete();
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
                ImageToRun.of(TestCluster.IMAGE),
                TestService.shell(
                        "echo 'web is ready'; while true; do sleep 0.1; test -e /data/broken && exit 3;"
                                + " test -s /data/crash && : > /data/crash && exit 3; done",
                        Map.of()),
                List.of(),
                TestService.SMALL,
                instances,
                instances,
                List.of(),
                null,
                // What is written elsewhere is gone when the process is started again.
                List.of(new Workload.Volume("data", "/data", 1)));
    }

    @Override
    protected void breakInstances() {
        web.serving().forEach(pod -> web.run(pod, "echo > /data/broken"));
    }

    @Override
    protected void crashInstances() {
        web.serving().forEach(pod -> web.run(pod, "echo now > /data/crash"));
    }
}
