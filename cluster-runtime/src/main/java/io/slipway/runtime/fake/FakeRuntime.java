package io.slipway.runtime.fake;

import io.slipway.events.spec.RunSpec.PortSpec;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.ExitCodes;
import io.slipway.runtime.Handle;
import io.slipway.runtime.ImageToRun;
import io.slipway.runtime.ImageVersion;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.RunningWatcher;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.ServiceLogs;
import io.slipway.runtime.StaleStepException;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.Workload;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.fake.FakeCluster.Crashed;
import io.slipway.runtime.fake.FakeCluster.FakeInstance;
import io.slipway.runtime.fake.FakeCluster.RunKey;
import io.slipway.runtime.fake.FakeCluster.RunState;
import io.slipway.runtime.fake.FakeCluster.ServiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * All ports on a {@link FakeCluster}. What images do follows from their tag, see {@link FakeBehaviour}. Ports are published
 * at {@code http://127.0.0.1:<internal port>}, where nothing answers.
 */
public final class FakeRuntime implements ClusterRuntime, WorkloadRuntime, JobRuntime, RunningWatcher, ServiceLogs {

    private final FakeCluster cluster;
    private final Map<ServiceKey, CompletableFuture<?>> lanes = new ConcurrentHashMap<>();
    private final Set<RunKey> cancelled = ConcurrentHashMap.newKeySet();
    private volatile boolean crashed;

    /** A runtime on {@code cluster}. */
    public FakeRuntime(FakeCluster cluster) {
        this.cluster = cluster;
    }

    /** Ends this runtime as kill -9 would: nothing that was begun is undone, no stage completes any more. */
    public void crash() {
        crashed = true;
        cluster.changed();
    }

    @Override
    public WorkloadRuntime workloads() {
        return this;
    }

    @Override
    public JobRuntime jobs() {
        return this;
    }

    @Override
    public RunningWatcher running() {
        return this;
    }

    @Override
    public ServiceLogs logs() {
        return this;
    }

    @Override
    public boolean answers() {
        return !crashed;
    }

    @Override
    public void start() {
        // everything is in memory
    }

    @Override
    public int releaseEndedBefore(Instant instant) {
        return 0;
    }

    @Override
    public CompletionStage<Applied> apply(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(step, () -> {
            ServiceState state = enter(step);
            Rollout rollout = new Rollout(step, workload, deadline, log, state);
            return rollout.run();
        });
    }

    @Override
    public CompletionStage<Applied> stop(StepRef step, StepLog log) {
        return submit(step, () -> {
            ServiceState state = enter(step);
            synchronized (cluster) {
                boolean unchanged = state.stopped || state.serving.isEmpty();
                state.stopped = true;
                state.candidates.clear();
                cluster.changed();
                return new Applied(unchanged, List.of());
            }
        });
    }

    @Override
    public CompletionStage<Applied> restart(StepRef step, Workload workload, Instant deadline, StepLog log) {
        return submit(step, () -> {
            ServiceState state = enter(step);
            synchronized (cluster) {
                state.restarts++;
                state.stopped = false;
                state.killed = false;
                List<FakeInstance> again = state.serving.stream()
                        .map(i -> new FakeInstance(i.id(), i.workload(), i.attempt(), Instant.now()))
                        .toList();
                state.serving.clear();
                state.serving.addAll(again);
                cluster.changed();
                return new Applied(again.isEmpty(), endpoints(workload));
            }
        });
    }

    @Override
    public CompletionStage<Applied> delete(StepRef step, StepLog log) {
        return submit(step, () -> {
            ServiceState state = enter(step);
            synchronized (cluster) {
                boolean unchanged = state.serving.isEmpty() && state.candidates.isEmpty();
                state.serving.clear();
                state.candidates.clear();
                cluster.changed();
                return new Applied(unchanged, List.of());
            }
        });
    }

    @Override
    public CompletionStage<Void> cancel(StepRef step) {
        cancelled.add(run(step));
        synchronized (cluster) {
            cluster.changed();
        }
        return submit(step, () -> {
            synchronized (cluster) {
                ServiceState state = cluster.service(ServiceKey.of(step));
                state.candidates.removeIf(candidate -> candidate.attempt() == step.attempt());
                cluster.changed();
                cancelled.remove(run(step));
                return null;
            }
        });
    }

    @Override
    public CompletionStage<Outcome> run(Job job, StepLog log) {
        return submit(job.step(), () -> new Run(job, log).toItsEnd());
    }

    @Override
    public CompletionStage<Void> kill(StepRef step) {
        cancelled.add(run(step));
        synchronized (cluster) {
            cluster.changed();
        }
        return submit(step, () -> {
            cluster.forget(run(step));
            cancelled.remove(run(step));
            return null;
        });
    }

    @Override
    public CompletionStage<Void> release(StepRef step) {
        return submit(step, () -> {
            cluster.forget(run(step));
            return null;
        });
    }

    @Override
    public Handle watch(Consumer<ServiceRunning> listener) {
        Map<ServiceKey, Told> told = new HashMap<>();
        Runnable look = () -> {
            synchronized (cluster) {
                cluster.services().forEach((key, state) -> tell(key, state, told, listener));
            }
        };
        look.run();
        cluster.onChange(look);
        return () -> cluster.forgetListener(look);
    }

    @Override
    public CompletionStage<List<LogLine>> last(ServiceKey service, int count) {
        synchronized (cluster) {
            List<LogLine> lines = cluster.service(service).lines;
            return CompletableFuture.completedFuture(
                    List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size())));
        }
    }

    @Override
    public Handle follow(ServiceKey service, int count, Consumer<LogLine> listener) {
        int[] next = new int[1];
        synchronized (cluster) {
            next[0] = Math.max(0, cluster.service(service).lines.size() - count);
        }
        Runnable look = () -> {
            synchronized (cluster) {
                List<LogLine> lines = cluster.service(service).lines;
                while (next[0] < lines.size()) {
                    listener.accept(lines.get(next[0]++));
                }
            }
        };
        look.run();
        cluster.onChange(look);
        return () -> cluster.forgetListener(look);
    }

    /** What was told last of a service, as far as changes of it are told. */
    private record Told(RunningState state, int crashes) {}

    private static void tell(
            ServiceKey key, ServiceState state, Map<ServiceKey, Told> told, Consumer<ServiceRunning> listener) {
        Told now = new Told(running(state), state.crashes);
        if (told.containsKey(key) ? now.equals(told.get(key)) : state.serving.isEmpty() && state.candidates.isEmpty()) {
            return;
        }
        told.put(key, now);
        listener.accept(new ServiceRunning(
                key.environmentId(),
                key.serviceId(),
                now.state(),
                state.serving.stream().map(i -> instance(i, state, now.state())).toList(),
                Instant.now()));
    }

    private static ServiceRunning.Instance instance(FakeInstance fake, ServiceState service, RunningState state) {
        Crashed crashed = service.crashed;
        Crashed down = state == RunningState.ERROR ? crashed : null;
        String cause = down == null ? null : "Error";
        String reason = down == null ? null : "The process " + ExitCodes.description(down.exitCode());
        int restarts = service.restarts + service.crashes;
        Container container = new Container(
                fake.id(),
                fake.workload().image().reference(),
                state,
                cause,
                reason,
                restarts,
                down == null ? fake.startedAt() : null,
                crashed == null ? null : ending(fake, crashed));
        List<Occurrence> occurrences = crashed == null
                ? List.of()
                : List.of(new Occurrence(
                        true, "Error", "The process " + ExitCodes.description(crashed.exitCode()), crashed.at()));
        return new ServiceRunning.Instance(
                fake.id(),
                state,
                reason,
                restarts,
                down == null ? fake.startedAt() : null,
                cause,
                List.of(container),
                occurrences);
    }

    private static Ending ending(FakeInstance fake, Crashed crashed) {
        return new Ending(
                crashed.exitCode(),
                ExitCodes.signal(crashed.exitCode()),
                "Error",
                ExitCodes.description(crashed.exitCode()),
                null,
                fake.startedAt(),
                crashed.at());
    }

    private static RunningState running(ServiceState state) {
        if (state.serving.isEmpty()) {
            return state.candidates.isEmpty() ? RunningState.STOPPED : RunningState.STARTING;
        }
        return state.stopped ? RunningState.STOPPED : state.killed ? RunningState.ERROR : RunningState.RUNNING;
    }

    private ServiceState enter(StepRef step) {
        synchronized (cluster) {
            checkGoing(step);
            ServiceState state = cluster.service(ServiceKey.of(step));
            if (step.attempt() < state.newest) {
                throw new StaleStepException(step, state.newest);
            }
            state.newest = step.attempt();
            return state;
        }
    }

    private void checkGoing(StepRef step) {
        if (crashed) {
            throw new Crash();
        }
        if (cancelled.contains(run(step))) {
            throw new CancellationException("cancelled");
        }
    }

    /** Waits until {@code condition} holds; false if the deadline came first. */
    private boolean await(StepRef step, Instant deadline, BooleanSupplier condition) {
        try {
            return cluster.await(
                    () -> {
                        checkGoing(step);
                        return condition.getAsBoolean();
                    },
                    deadline);
        } catch (InterruptedException _) {
            throw new Crash();
        }
    }

    /** Does {@code work} after everything that was submitted for the same service before. */
    private <T> CompletionStage<T> submit(StepRef step, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        lanes.compute(ServiceKey.of(step), (_, lane) -> {
            CompletableFuture<?> before = lane == null ? CompletableFuture.completedFuture(null) : lane;
            return before.handleAsync((_, _) -> perform(work, result), Thread::startVirtualThread);
        });
        return result;
    }

    private static <T> boolean perform(Supplier<T> work, CompletableFuture<T> result) {
        try {
            return result.complete(work.get());
        } catch (Crash _) {
            return false; // nobody hears of it
        } catch (RuntimeException e) {
            return result.completeExceptionally(e);
        }
    }

    private static RunKey run(StepRef step) {
        return new RunKey(step.environmentId(), step.attempt());
    }

    private static List<Endpoint> endpoints(Workload workload) {
        return workload instanceof Workload.Service service
                ? service.ports().stream()
                        .filter(PortSpec::publiclyAccessible)
                        .map(port -> new Endpoint(
                                port.name(),
                                port.internalPort(),
                                "http://127.0.0.1:" + port.internalPort(),
                                port.isDefault()))
                        .toList()
                : List.of();
    }

    private static StepException missing(ImageToRun image) {
        return new StepException(
                Reason.IMAGE_UNAVAILABLE,
                "Image " + image.reference() + " is not on the engine and cannot be pulled: there is no such image");
    }

    private static int instances(Workload workload) {
        return workload instanceof Workload.Service service ? service.instances() : 1;
    }

    /** The workload without what may change without a rollout. */
    private static Workload comparable(Workload workload) {
        return workload instanceof Workload.Service s
                ? new Workload.Service(
                        s.key(),
                        s.environment(),
                        "any",
                        s.hostnames(),
                        s.image(),
                        s.input(),
                        s.ports(),
                        s.resources(),
                        0,
                        0,
                        s.readiness(),
                        s.liveness(),
                        s.volumes())
                : workload;
    }

    /** Ends a thread of a runtime that crashed. */
    private static final class Crash extends RuntimeException {}

    private final class Rollout {

        private final StepRef step;
        private final Workload workload;
        private final Instant deadline;
        private final StepLog log;
        private final ServiceState state;
        private final boolean wasStopped;

        private Rollout(StepRef step, Workload workload, Instant deadline, StepLog log, ServiceState state) {
            this.step = step;
            this.workload = workload;
            this.deadline = deadline;
            this.log = log;
            this.state = state;
            this.wasStopped = state.stopped;
        }

        private Applied run() {
            FakeBehaviour behaviour = FakeBehaviour.of(workload.image());
            if (behaviour == FakeBehaviour.MISSING) {
                throw missing(workload.image());
            }
            List<FakeInstance> keep = prepare();
            if (keep.size() == state.serving.size()
                    && keep.size() == instances(workload)
                    && state.candidates.isEmpty()
                    && !state.stopped
                    && !state.killed) {
                return new Applied(true, endpoints(workload));
            }
            try {
                start(behaviour);
            } catch (Crash e) {
                throw e;
            } catch (RuntimeException e) {
                undo();
                throw e;
            }
            return serve(keep);
        }

        private List<FakeInstance> prepare() {
            synchronized (cluster) {
                state.candidates.removeIf(candidate -> candidate.attempt() != step.attempt());
                List<FakeInstance> keep = state.serving.stream()
                        .filter(i -> comparable(i.workload()).equals(comparable(workload)))
                        .limit(instances(workload))
                        .toList();
                while (keep.size() + state.candidates.size() < instances(workload)) {
                    state.candidates.add(
                            new FakeInstance(cluster.newId(workload.name()), workload, step.attempt(), Instant.now()));
                }
                cluster.changed();
                return new ArrayList<>(keep);
            }
        }

        private void start(FakeBehaviour behaviour) {
            switch (behaviour) {
                case CRASHES -> throw crash();
                case CRASHES_ONCE -> {
                    if (!state.crashedOnce) {
                        state.crashedOnce = true;
                        log.warning(workload.name() + " ended with exit code 1; it is started again");
                    }
                }
                case HANGS, WAITS -> {
                    String service = step.serviceId();
                    if (!await(step, deadline, () -> behaviour == FakeBehaviour.WAITS && cluster.isReleased(service))) {
                        throw new StepException(
                                Reason.NOT_READY, workload.name() + " is up but not ready: it never answers.");
                    }
                }
                case WORKS, MISSING -> {
                    // ready
                }
            }
        }

        private StepException crash() {
            log.line(Level.WARNING, "cannot go on", Instant.now());
            return new StepException(
                    Reason.CRASHED, workload.name() + " ended with exit code 1. Its last lines:\ncannot go on");
        }

        private Applied serve(List<FakeInstance> keep) {
            synchronized (cluster) {
                List<FakeInstance> serving = new ArrayList<>(keep);
                serving.addAll(state.candidates);
                state.candidates.clear();
                state.serving.clear();
                state.serving.addAll(serving);
                state.stopped = false;
                state.killed = false;
                serving.forEach(
                        i -> state.lines.add(new LogLine(i.id(), false, workload.name() + " is ready", Instant.now())
                                .by(ImageVersion.of(workload.image().reference()))));
                cluster.changed();
                return new Applied(false, endpoints(workload));
            }
        }

        private void undo() {
            synchronized (cluster) {
                state.candidates.removeIf(candidate -> candidate.attempt() == step.attempt());
                state.stopped = wasStopped;
                cluster.changed();
            }
        }
    }

    private final class Run {

        private final Job job;
        private final StepLog log;
        private final RunState state;

        private Run(Job job, StepLog log) {
            this.job = job;
            this.log = log;
            checkGoing(job.step());
            if (FakeBehaviour.of(job.image()) == FakeBehaviour.MISSING) {
                throw missing(job.image());
            }
            this.state = cluster.run(run(job.step()));
            this.state.serviceId = job.step().serviceId();
        }

        private Outcome toItsEnd() {
            Instant started;
            synchronized (cluster) {
                if (state.started == null) {
                    state.started = Instant.now();
                    begin();
                }
                started = state.started;
            }
            while (true) {
                if (!await(job.step(), limit(started), this::over)) {
                    return late(started);
                }
                synchronized (cluster) {
                    Integer exitCode = state.exitCode;
                    if (exitCode != null && exitCode == 0) {
                        return new Outcome.Succeeded(
                                new OutputLocation("fake", "run-" + job.step().attempt(), OUTPUT_FILE),
                                state.tries,
                                duration(started));
                    }
                    if (state.tries > job.maxRestarts()) {
                        return new Outcome.Failed(
                                new StepFailure(
                                        Reason.JOB_FAILED,
                                        job.name() + " ended with exit code 1. Its last lines:\ncannot go on"),
                                state.tries,
                                1,
                                duration(started));
                    }
                    begin();
                }
            }
        }

        private void begin() {
            state.tries++;
            cluster.newId(job.name());
            FakeBehaviour behaviour = FakeBehaviour.of(job.image());
            boolean fails =
                    behaviour == FakeBehaviour.CRASHES || (behaviour == FakeBehaviour.CRASHES_ONCE && state.tries == 1);
            String line = fails ? "cannot go on" : "try " + state.tries + " of " + job.event();
            log.line(Level.INFO, line, Instant.now());
            boolean open = behaviour == FakeBehaviour.HANGS || behaviour == FakeBehaviour.WAITS;
            state.exitCode = open ? null : fails ? 1 : 0;
            state.ended = open ? null : Instant.now();
        }

        private boolean over() {
            if (state.exitCode == null
                    && FakeBehaviour.of(job.image()) == FakeBehaviour.WAITS
                    && cluster.isReleased(job.step().serviceId())) {
                state.exitCode = 0;
                state.ended = Instant.now();
            }
            return state.exitCode != null;
        }

        private Instant limit(Instant started) {
            Instant limit = started.plus(job.maxDuration());
            return job.maxDuration().isZero() || limit.isAfter(job.deadline()) ? job.deadline() : limit;
        }

        private Outcome late(Instant started) {
            synchronized (cluster) {
                boolean deadline = limit(started).equals(job.deadline());
                return new Outcome.Failed(
                        new StepFailure(
                                deadline ? Reason.DEADLINE_EXCEEDED : Reason.MAX_DURATION_EXCEEDED,
                                job.name() + " ran longer than it may and was ended."),
                        state.tries,
                        null,
                        duration(started));
            }
        }

        private Duration duration(Instant started) {
            return Duration.between(started, state.ended == null ? Instant.now() : state.ended);
        }
    }
}
