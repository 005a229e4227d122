package io.slipway.runtime.kubernetes.workload;

import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.WorkloadRuntimeContract;
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
class KubernetesWorkloadRuntimeIT extends WorkloadRuntimeContract {

    private static TestCluster cluster;

    private final TestService web = new TestService(cluster.cluster(), service);
    private KubernetesRuntime newest;

    @BeforeAll
    static void open() {
        cluster = TestCluster.open(Map.of("start-retries", "1", "pull-grace", "3s"));
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void stop() {
        newest.close();
        // There is one small node.
        cluster.cluster().client().namespaces().withName(web.namespace()).delete();
    }

    @Override
    protected WorkloadRuntime newRuntime() {
        newest = KubernetesRuntime.on(cluster.cluster());
        return newest.workloads();
    }

    @Override
    protected void crash() {
        newest.close();
    }

    @Override
    protected String address() {
        return "http://app-web." + web.namespace() + ".svc.cluster.local:8080";
    }

    @Override
    protected boolean restartsInPlace() {
        return false;
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
        web.candidates().forEach(pod -> web.run(pod, "echo > /go"));
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
