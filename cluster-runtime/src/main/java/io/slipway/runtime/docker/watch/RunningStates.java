package io.slipway.runtime.docker.watch;

import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerState;
import io.slipway.runtime.docker.engine.ContainerView;
import io.slipway.runtime.docker.workload.Instance.Mark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the containers of one service say about its running state. Pure. */
final class RunningStates {

    private RunningStates() {}

    /** A container with its state at one moment. */
    record Seen(ContainerView container, ContainerState state) {}

    /**
     * The state of a service.
     *
     * @param instances those that count, by name
     */
    record Summary(RunningState state, List<Instance> instances) {}

    /** What {@code seen}, all containers of one service, amount to; empty if none of them counts. */
    static Optional<Summary> of(List<Seen> seen) {
        List<Instance> instances = new ArrayList<>();
        boolean serving = seen.stream().anyMatch(s -> isServing(s) && s.state().running());
        for (Seen one : seen) {
            instance(one, serving).ifPresent(instances::add);
        }
        Optional<RunningState> schedule = schedule(seen, instances);
        if (instances.isEmpty() && schedule.isEmpty()) {
            return Optional.empty();
        }
        instances.sort(Comparator.comparing(Instance::name));
        return Optional.of(new Summary(schedule.orElseGet(() -> fold(instances)), instances));
    }

    private static boolean isServing(Seen seen) {
        return seen.container().role().equals(Labels.ROLE_WORKLOAD) && mark(seen.container()) == Mark.SERVING;
    }

    private static @Nullable Mark mark(ContainerView container) {
        return io.slipway.runtime.docker.workload.Instance.of(container)
                .map(io.slipway.runtime.docker.workload.Instance::mark)
                .orElse(null);
    }

    private static Optional<Instance> instance(Seen seen, boolean serving) {
        return switch (seen.container().role()) {
            case Labels.ROLE_WORKLOAD -> workload(seen, serving);
            case Labels.ROLE_JOB, Labels.ROLE_SCHEDULED_RUN -> Optional.of(job(seen));
            default -> Optional.empty();
        };
    }

    private static Optional<Instance> workload(Seen seen, boolean serving) {
        ContainerState state = seen.state();
        Mark mark = mark(seen.container());
        if (mark == null || mark == Mark.HELD || mark == Mark.RETIRING) {
            return Optional.empty();
        }
        if (mark == Mark.CANDIDATE) {
            // While the previous version serves, the one that is not ready yet does not make the service worse.
            return serving ? Optional.empty() : Optional.of(candidate(seen));
        }
        return Optional.of(
                switch (state.status()) {
                    case "running" -> instance(seen, RunningState.RUNNING, null);
                    case "restarting" -> instance(seen, RunningState.ERROR, "The process " + state.ending());
                    case "created" -> instance(seen, RunningState.STARTING, null);
                    case "removing" -> instance(seen, RunningState.STOPPING, null);
                    case "dead" -> instance(seen, RunningState.ERROR, state.error());
                    default -> instance(seen, RunningState.STOPPED, null);
                });
    }

    private static Instance candidate(Seen seen) {
        return seen.state().ended()
                ? instance(
                        seen, RunningState.ERROR, "The process " + seen.state().ending())
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
                        : instance(seen, RunningState.ERROR, "The process " + state.ending());
        };
    }

    private static Instance instance(Seen seen, RunningState state, @Nullable String reason) {
        return new Instance(
                seen.container().name(),
                state,
                reason,
                seen.state().restarts(),
                seen.state().running() ? seen.state().startedAt() : null);
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
