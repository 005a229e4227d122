package io.slipway.runtime.kubernetes;

import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.job.KubernetesJobRuntime;
import io.slipway.runtime.kubernetes.watch.KubernetesRunningWatcher;
import io.slipway.runtime.kubernetes.watch.KubernetesServiceLogs;
import io.slipway.runtime.kubernetes.workload.KubernetesWorkloadRuntime;
import io.slipway.runtime.operation.Operations;
import java.time.Clock;
import java.time.Instant;

/** Everything that runs workloads and jobs on one cluster, put together. */
public final class KubernetesRuntime implements ClusterRuntime, AutoCloseable {

    private final Cluster cluster;
    private final Operations operations;
    private final KubernetesWorkloadRuntime workloads;
    private final KubernetesJobRuntime jobs;
    private final KubernetesRunningWatcher running;
    private final KubernetesServiceLogs logs;

    private KubernetesRuntime(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.operations = new Operations("kubernetes");
        Apply apply = new Apply(cluster);
        Namespaces namespaces = new Namespaces(cluster, apply);
        PodLogs podLogs = new PodLogs(cluster, operations.threads());
        this.workloads = new KubernetesWorkloadRuntime(cluster, apply, namespaces, operations, podLogs);
        this.jobs = new KubernetesJobRuntime(cluster, apply, namespaces, podLogs, operations);
        this.running = new KubernetesRunningWatcher(cluster, clock);
        this.logs = new KubernetesServiceLogs(cluster, apply, podLogs, operations.threads());
    }

    /** A runtime on {@code cluster}, which it does not close. */
    public static KubernetesRuntime on(Cluster cluster) {
        return new KubernetesRuntime(cluster, Clock.systemUTC());
    }

    @Override
    public WorkloadRuntime workloads() {
        return workloads;
    }

    @Override
    public JobRuntime jobs() {
        return jobs;
    }

    @Override
    public RunningWatcher running() {
        return running;
    }

    @Override
    public ServiceLogs logs() {
        return logs;
    }

    @Override
    public boolean answers() {
        return cluster.answers();
    }

    @Override
    public void start() {
        // Schedules, probes and restarts are the cluster's own business.
    }

    @Override
    public int releaseEndedBefore(Instant instant) {
        return jobs.releaseEndedBefore(instant);
    }

    /** Stops working; whatever runs on the cluster goes on running, and what was begun is adopted by the next one. */
    @Override
    public void close() {
        operations.close();
    }
}
