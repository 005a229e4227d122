package io.slipway.runtime.fake;

import io.slipway.runtime.LogLine;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.Workload;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link FakeRuntime} works on. It outlasts the runtime, as an engine outlasts a worker: a second runtime on the
 * same cluster is the worker after its restart. All methods may be called from any thread.
 */
public final class FakeCluster {

    private final Map<ServiceKey, ServiceState> services = new HashMap<>();
    private final Map<RunKey, RunState> runs = new HashMap<>();
    private final Set<String> released = new HashSet<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private int created;

    /** Ids of the instances that serve, oldest first. */
    public synchronized List<String> serving(ServiceKey service) {
        ServiceState state = services.get(service);
        return state == null || state.stopped
                ? List.of()
                : state.serving.stream().map(FakeInstance::id).toList();
    }

    /** What the instances that serve are made of; null if there are none. */
    public synchronized @Nullable Workload served(ServiceKey service) {
        ServiceState state = services.get(service);
        return state == null || state.serving.isEmpty() || state.stopped
                ? null
                : state.serving.getFirst().workload();
    }

    /** Ids of instances that a rollout has created and that do not serve yet. */
    public synchronized List<String> candidates(ServiceKey service) {
        ServiceState state = services.get(service);
        return state == null
                ? List.of()
                : state.candidates.stream().map(FakeInstance::id).toList();
    }

    /** How many instances and tries were ever created. */
    public synchronized int created() {
        return created;
    }

    /** Runs of jobs of which something is left, by attempt. */
    public synchronized List<Long> runs(String environmentId) {
        return runs.keySet().stream()
                .filter(run -> run.environmentId().equals(environmentId))
                .map(RunKey::attempt)
                .sorted()
                .toList();
    }

    /** Lets every process that {@link FakeBehaviour#WAITS} for the service go on. */
    public synchronized void release(String serviceId) {
        released.add(serviceId);
        changed();
    }

    /** Ends the process of a service's instances, as if it had crashed; they stay down. */
    public synchronized void kill(ServiceKey service, int exitCode) {
        ServiceState state = services.get(service);
        if (state != null) {
            state.killed = true;
            state.crashed = new Crashed(exitCode, Instant.now());
            changed();
        }
    }

    /** Ends the process of a service's instances, as if it had crashed; they are started again at once. */
    public synchronized void crash(ServiceKey service, int exitCode) {
        ServiceState state = services.get(service);
        if (state != null) {
            state.crashes++;
            state.crashed = new Crashed(exitCode, Instant.now());
            changed();
        }
    }

    synchronized boolean isReleased(String serviceId) {
        return released.contains(serviceId);
    }

    synchronized ServiceState service(ServiceKey key) {
        return services.computeIfAbsent(key, _ -> new ServiceState());
    }

    synchronized void forget(ServiceKey key) {
        services.remove(key);
    }

    synchronized Map<ServiceKey, ServiceState> services() {
        return Map.copyOf(services);
    }

    synchronized Map<RunKey, RunState> runStates() {
        return Map.copyOf(runs);
    }

    synchronized RunState run(RunKey key) {
        return runs.computeIfAbsent(key, _ -> new RunState());
    }

    synchronized void forget(RunKey key) {
        runs.remove(key);
    }

    synchronized String newId(String prefix) {
        created++;
        return prefix + "-" + created;
    }

    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    void forgetListener(Runnable listener) {
        listeners.remove(listener);
    }

    synchronized void changed() {
        notifyAll();
        listeners.forEach(Runnable::run);
    }

    /** Waits until {@code condition} holds, looked at after every change; false if the deadline came first. */
    synchronized boolean await(BooleanSupplier condition, Instant deadline) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Instant now = Instant.now();
            if (!now.isBefore(deadline)) {
                return false;
            }
            wait(Math.max(1, Duration.between(now, deadline).toMillis()));
        }
        return true;
    }

    /** One instance of a service. */
    record FakeInstance(String id, Workload workload, long attempt, Instant startedAt) {}

    /** Everything there is of one service; guarded by the cluster. */
    static final class ServiceState {
        final List<FakeInstance> serving = new ArrayList<>();
        final List<FakeInstance> candidates = new ArrayList<>();
        final List<LogLine> lines = new ArrayList<>();
        boolean stopped;
        boolean killed;
        boolean crashedOnce;

        /** How its processes ended by themselves; null = they have not. */
        @Nullable
        Crashed crashed;

        long newest;
        int restarts;
        int crashes;
    }

    /** How a process ended by itself. */
    record Crashed(int exitCode, Instant at) {}

    /** A run of a job; {@code attempt} is unique in the environment. */
    record RunKey(String environmentId, long attempt) {}

    /** Everything there is of one run; guarded by the cluster. */
    static final class RunState {
        String serviceId = "";
        int tries;

        @Nullable
        Integer exitCode;

        @Nullable
        Instant started;

        @Nullable
        Instant ended;

        final List<String> lines = new ArrayList<>();
    }
}
