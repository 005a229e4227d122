package io.slipway.runtime.docker.watch;

import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.workload.Instance.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the containers of one service say about its running state. Pure. */
final class RunningStates {

    /** What clusters call it when they wait before they start a process again. */
    private static final String BACK_OFF = "CrashLoopBackOff";

    private RunningStates() {}

    /** A container with its state at one moment, and what was heard of it before. */
    record Seen(ContainerView container, ContainerState state, History history) {}

    /**
     * The state of a service.
     *
     * @param instances those that count, by name
     */
    record Summary(RunningState state, List<Instance> instances) {}

    /** What {@code seen}, all containers of one service, amount to; empty if none of them counts. */
    static Optional<Summary> of(List<Seen> seen) {
        List<Instance> instances = new ArrayList<>();
        List<Instance> counting = new ArrayList<>();
        boolean serving = seen.stream().anyMatch(s -> isServing(s) && s.state().running());
        for (Seen one : seen) {
            instance(one).ifPresent(instance -> {
                instances.add(instance);
                // While the previous version serves, the one that is not ready yet does not make the service worse.
                if (!(serving && mark(one.container()) == Mark.CANDIDATE)) {
                    counting.add(instance);
                }
            });
        }
        Optional<RunningState> schedule = schedule(seen, counting);
        if (instances.isEmpty() && schedule.isEmpty()) {
            return Optional.empty();
        }
        instances.sort(Comparator.comparing(Instance::name));
        return Optional.of(new Summary(schedule.orElseGet(() -> fold(counting)), instances));
    }

    private static boolean isServing(Seen seen) {
        return seen.container().role().equals(Labels.ROLE_WORKLOAD) && mark(seen.container()) == Mark.SERVING;
    }

    private static @Nullable Mark mark(ContainerView container) {
        return io.slipway.runtime.docker.workload.Instance.of(container)
                .map(io.slipway.runtime.docker.workload.Instance::mark)
                .orElse(null);
    }

    private static Optional<Instance> instance(Seen seen) {
        return switch (seen.container().role()) {
            case Labels.ROLE_WORKLOAD -> workload(seen);
            case Labels.ROLE_JOB, Labels.ROLE_SCHEDULED_RUN -> Optional.of(job(seen));
            default -> Optional.empty();
        };
    }

    private static Optional<Instance> workload(Seen seen) {
        ContainerState state = seen.state();
        Mark mark = mark(seen.container());
        if (mark == null || mark == Mark.HELD || mark == Mark.RETIRING) {
            return Optional.empty();
        }
        if (mark == Mark.CANDIDATE) {
            return Optional.of(candidate(seen));
        }
        return Optional.of(
                switch (state.status()) {
                    case "running" -> running(seen);
                    case "restarting" -> instance(seen, RunningState.ERROR, again(cause(seen)), ending(seen));
                    case "created" -> instance(seen, RunningState.STARTING, null);
                    case "removing" -> instance(seen, RunningState.STOPPING, null);
                    case "dead" -> instance(seen, RunningState.ERROR, "Dead", state.error());
                    default -> instance(seen, RunningState.STOPPED, null);
                });
    }

    /** The health check of the image decides nothing, Slipway has probes of its own; but it may know why. */
    private static Instance running(Seen seen) {
        Integer failure = seen.state().healthFailure();
        return failure == null
                ? instance(seen, RunningState.RUNNING, null)
                : instance(
                        seen,
                        RunningState.RUNNING,
                        "Unhealthy",
                        "The health check of the image fails with exit code " + failure);
    }

    private static String ending(Seen seen) {
        return "The process " + seen.state().ending();
    }

    /** An ending that has no more to say than that there was one, of a process that is about to be started again. */
    private static String again(String cause) {
        return cause.equals("Error") || cause.equals("Completed") ? BACK_OFF : cause;
    }

    private static String cause(Seen seen) {
        Ending ending = seen.history().ending(seen.state());
        return ending == null ? "Error" : ending.cause();
    }

    private static Instance candidate(Seen seen) {
        return seen.state().ended()
                ? instance(seen, RunningState.ERROR, cause(seen), ending(seen))
                : instance(seen, RunningState.STARTING, null);
    }

    private static Instance job(Seen seen) {
        ContainerState state = seen.state();
        return switch (state.status()) {
            case "created" -> instance(seen, RunningState.STARTING, null);
            case "running", "paused", "restarting" -> instance(seen, RunningState.RUNNING, null);
            case "removing" -> instance(seen, RunningState.STOPPING, null);
            default ->
                state.exitCode() == 0
                        ? instance(seen, RunningState.COMPLETED, null)
                        : instance(seen, RunningState.ERROR, cause(seen), ending(seen));
        };
    }

    private static Instance instance(Seen seen, RunningState state, @Nullable String reason) {
        return instance(seen, state, null, reason);
    }

    private static Instance instance(Seen seen, RunningState state, @Nullable String cause, @Nullable String reason) {
        ContainerState now = seen.state();
        Instant startedAt = now.running() ? now.startedAt() : null;
        boolean well = state == RunningState.RUNNING || state == RunningState.COMPLETED;
        return new Instance(
                seen.container().name(),
                state,
                reason,
                now.restarts(),
                startedAt,
                cause,
                List.of(new Container(
                        seen.container().name(),
                        now.image(),
                        state,
                        cause,
                        reason,
                        now.restarts(),
                        startedAt,
                        seen.history().ending(now))),
                seen.history().occurrences().stream()
                        .filter(occurrence -> occurrence.warning() || !well)
                        .toList());
    }

    /** A schedule is what its last run is: paused ones are stopped, those that never ran count as completed. */
    private static Optional<RunningState> schedule(List<Seen> seen, List<Instance> instances) {
        Optional<ContainerView> holder = seen.stream()
                .map(Seen::container)
                .filter(container -> container.role().equals(Labels.ROLE_SCHEDULE))
                .findFirst();
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        if (instances.stream().anyMatch(instance -> instance.state() == RunningState.RUNNING)) {
            return Optional.of(RunningState.RUNNING);
        }
        if (holder.get().name().endsWith("-paused")) {
            return Optional.of(RunningState.STOPPED);
        }
        return Optional.of(instances.isEmpty() ? RunningState.COMPLETED : fold(instances));
    }

    private static RunningState fold(List<Instance> instances) {
        long errors = count(instances, RunningState.ERROR);
        if (errors > 0) {
            return errors == instances.size() ? RunningState.ERROR : RunningState.WARNING;
        }
        for (RunningState state : List.of(RunningState.STARTING, RunningState.RUNNING, RunningState.STOPPING)) {
            if (count(instances, state) > 0) {
                return state;
            }
        }
        return count(instances, RunningState.COMPLETED) > 0 ? RunningState.COMPLETED : RunningState.STOPPED;
    }

    private static long count(List<Instance> instances, RunningState state) {
        return instances.stream().filter(instance -> instance.state() == state).count();
    }
}
