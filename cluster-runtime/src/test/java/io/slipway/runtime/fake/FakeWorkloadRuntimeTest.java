package io.slipway.runtime.fake;

import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.spec.RunSpec.Protocol;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.Environments;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ProcessInput;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.WorkloadRuntimeContract;
import java.util.List;
import java.util.Map;

class FakeWorkloadRuntimeTest extends WorkloadRuntimeContract {

    private final FakeCluster cluster = new FakeCluster();
    private FakeRuntime newest = new FakeRuntime(cluster);

    @Override
    protected WorkloadRuntime newRuntime() {
        newest = new FakeRuntime(cluster);
        return newest;
    }

    @Override
    protected void crash() {
        newest.crash();
    }

    @Override
    protected Workload.Service working(String version, int instances) {
        return service(FakeBehaviour.WORKS, version, instances);
    }

    @Override
    protected Workload.Service crashing() {
        return service(FakeBehaviour.CRASHES, "bad", 1);
    }

    @Override
    protected Workload.Service hanging() {
        return service(FakeBehaviour.HANGS, "bad", 1);
    }

    @Override
    protected Workload.Service waiting() {
        return service(FakeBehaviour.WAITS, "late", 1);
    }

    @Override
    protected void letGo() {
        cluster.release(service.serviceId());
    }

    @Override
    protected Workload.Service missing() {
        return service(FakeBehaviour.MISSING, "bad", 1);
    }

    @Override
    protected List<String> serving() {
        return cluster.serving(service);
    }

    @Override
    protected List<String> candidates() {
        return cluster.candidates(service);
    }

    @Override
    protected boolean candidateRuns() {
        return !candidates().isEmpty();
    }

    @Override
    protected String version() {
        Workload served = cluster.served(service);
        return served == null ? "" : served.input().environment().getOrDefault("VERSION", "");
    }

    private Workload.Service service(FakeBehaviour behaviour, String version, int instances) {
        return new Workload.Service(
                service,
                Environments.ref(service),
                "web",
                List.of("web"),
                ImageToRun.of("fake/web:" + behaviour.tag()),
                new ProcessInput(null, List.of(), Map.of("VERSION", version), List.of()),
                List.of(new PortSpec("web", 8080, null, true, true, Protocol.HTTP)),
                Resources.DEFAULT,
                instances,
                instances,
                List.of(),
                null,
                List.of());
    }
}
