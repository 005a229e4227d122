package io.slipway.runtime.docker;

import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.docker.engine.Containers;
import io.slipway.runtime.docker.engine.EngineEvents;
import io.slipway.runtime.docker.engine.EnvironmentNetworks;
import io.slipway.runtime.docker.job.DockerJobRuntime;
import io.slipway.runtime.docker.job.Schedules;
import io.slipway.runtime.docker.watch.DockerRunningWatcher;
import io.slipway.runtime.docker.watch.DockerServiceLogs;
import io.slipway.runtime.docker.workload.DockerWorkloadRuntime;
import io.slipway.runtime.docker.workload.LivenessKeeper;
import io.slipway.runtime.operation.Operations;
import java.time.Clock;

/** Everything that runs workloads and jobs on one engine, put together. */
public final class DockerRuntime implements ClusterRuntime, AutoCloseable {

    private final DockerEngine engine;
    private final Operations operations;
    private final EngineEvents events;
    private final Schedules schedules;
    private final LivenessKeeper liveness;
    private final DockerWorkloadRuntime workloads;
    private final DockerJobRuntime jobs;
    private final DockerRunningWatcher running;
    private final DockerServiceLogs logs;

    private DockerRuntime(DockerEngine engine, WorkloadSettings settings, Clock clock) {
        this.engine = engine;
        Containers containers = new Containers(engine);
        EnvironmentNetworks networks =
                new EnvironmentNetworks(engine, containers, settings.subnets(), settings.subnetBits());
        this.operations = new Operations("docker");
        this.events = new EngineEvents(engine);
        this.schedules = new Schedules(engine, containers, networks, operations, clock);
        this.liveness = new LivenessKeeper(engine, containers, settings, operations.threads());
        this.workloads = new DockerWorkloadRuntime(engine, containers, networks, operations, schedules, settings);
        this.jobs = new DockerJobRuntime(engine, containers, networks, operations);
        this.running = new DockerRunningWatcher(containers, events, clock);
        this.logs = new DockerServiceLogs(engine, containers, events, operations.threads());
    }

    /** A runtime on {@code engine}, which it does not close. */
    public static DockerRuntime on(DockerEngine engine, WorkloadSettings settings) {
        return new DockerRuntime(engine, settings, Clock.systemUTC());
    }

    /** As {@link #on(DockerEngine, WorkloadSettings)}, with the clock of the schedules. */
    public static DockerRuntime on(DockerEngine engine, WorkloadSettings settings, Clock clock) {
        return new DockerRuntime(engine, settings, clock);
    }

    /** Takes up what is on the engine: schedules and liveness probes. */
    @Override
    public void start() {
        schedules.start();
        liveness.start(events);
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
        return engine.answers();
    }

    @Override
    public int releaseEndedBefore(java.time.Instant instant) {
        return jobs.releaseEndedBefore(instant);
    }

    /** Stops working; whatever runs on the engine goes on running, and what was begun is adopted by the next one. */
    @Override
    public void close() {
        operations.close();
        liveness.close();
        schedules.close();
        events.close();
    }
}
