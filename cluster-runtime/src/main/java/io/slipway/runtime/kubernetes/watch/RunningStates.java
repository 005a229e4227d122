package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.object.PodProcess;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What controllers and pods of one service say about its running state. Pure. */
final class RunningStates {

    /** Reasons to wait that pass by themselves. */
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    private RunningStates() {}

    /**
     * The state of a service.
     *
     * @param instances by name
     */
    record Summary(RunningState state, List<Instance> instances) {}

    /** What a service's Deployments, StatefulSets, CronJobs and pods amount to; empty if there is none of them. */
    static Optional<Summary> of(List<HasMetadata> controllers, List<Pod> pods) {
        if (controllers.isEmpty() && pods.isEmpty()) {
            return Optional.empty();
        }
        boolean serving = pods.stream().anyMatch(pod -> isWorkload(pod) && isReady(pod));
        List<Instance> instances = new ArrayList<>();
        for (Pod pod : pods) {
            Instance instance = instance(pod);
            // While another version serves, one that has never been ready does not make the service worse.
            if (!(serving && isWorkload(pod) && isNew(pod, instance))) {
                instances.add(instance);
            }
        }
        instances.sort(Comparator.comparing(Instance::name));
        return Optional.of(new Summary(state(controllers, instances), List.copyOf(instances)));
    }

    private static RunningState state(List<HasMetadata> controllers, List<Instance> instances) {
        Optional<CronJob> schedule = controllers.stream()
                .filter(CronJob.class::isInstance)
                .map(CronJob.class::cast)
                .findFirst();
        if (schedule.isPresent()) {
            if (instances.stream().anyMatch(instance -> instance.state() == RunningState.RUNNING)) {
                return RunningState.RUNNING;
            }
            if (Boolean.TRUE.equals(schedule.get().getSpec().getSuspend())) {
                return RunningState.STOPPED;
            }
            return instances.isEmpty() ? RunningState.COMPLETED : fold(instances);
        }
        if (instances.isEmpty()) {
            return controllers.stream().anyMatch(controller -> wanted(controller) > 0)
                    ? RunningState.STARTING
                    : RunningState.STOPPED;
        }
        return fold(instances);
    }

    private static Instance instance(Pod pod) {
        String name = pod.getMetadata().getName();
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        ContainerStatus status = status(pod).orElse(null);
        int restarts = status == null || status.getRestartCount() == null ? 0 : status.getRestartCount();
        Instant started = started(status);
        if (phase.equals("Succeeded")) {
            return new Instance(name, RunningState.COMPLETED, null, restarts, null);
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return new Instance(name, RunningState.STOPPING, null, restarts, started);
        }
        if (status == null || status.getState() == null) {
            String why = pod.getStatus() == null ? null : pod.getStatus().getReason();
            return phase.equals("Failed")
                    ? new Instance(name, RunningState.ERROR, why, restarts, null)
                    : new Instance(name, RunningState.STARTING, unschedulable(pod), restarts, null);
        }
        ContainerStateTerminated ended = status.getState().getTerminated();
        if (ended != null) {
            return Integer.valueOf(0).equals(ended.getExitCode()) && !isWorkload(pod)
                    ? new Instance(name, RunningState.COMPLETED, null, restarts, null)
                    : new Instance(name, RunningState.ERROR, ending(ended), restarts, null);
        }
        ContainerStateWaiting waiting = status.getState().getWaiting();
        if (waiting != null) {
            boolean starting = waiting.getReason() == null || STARTING.contains(waiting.getReason());
            return new Instance(
                    name, starting ? RunningState.STARTING : RunningState.ERROR, why(status), restarts, null);
        }
        boolean ready = !isWorkload(pod) || Boolean.TRUE.equals(status.getReady());
        return new Instance(name, ready ? RunningState.RUNNING : RunningState.STARTING, null, restarts, started);
    }

    private static @Nullable String why(ContainerStatus status) {
        ContainerStateWaiting waiting = status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null || STARTING.contains(waiting.getReason())) {
            return null;
        }
        ContainerStateTerminated before =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        return before != null ? ending(before) : waiting.getReason();
    }

    private static String ending(ContainerStateTerminated ended) {
        return "OOMKilled".equals(ended.getReason())
                ? "The process took more memory than it has"
                : "The process ended with exit code " + ended.getExitCode();
    }

    private static @Nullable String unschedulable(Pod pod) {
        return pod.getStatus() == null
                ? null
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> "Unschedulable".equals(condition.getReason()))
                        .map(condition -> "No node has room: " + condition.getMessage())
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isNew(Pod pod, Instance instance) {
        return !isReady(pod)
                && instance.state() != RunningState.RUNNING
                && instance.state() != RunningState.STOPPING
                && status(pod)
                        .map(ContainerStatus::getLastState)
                        .map(state -> state.getTerminated() == null)
                        .orElse(true);
    }

    private static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && status(pod).map(ContainerStatus::getReady).orElse(false);
    }

    private static boolean isWorkload(Pod pod) {
        return Labels.ROLE_WORKLOAD.equals(Apply.label(pod, Labels.ROLE));
    }

    private static Optional<ContainerStatus> status(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        List<ContainerStatus> all = pod.getStatus().getContainerStatuses();
        return all.stream()
                .filter(status -> PodProcess.CONTAINER.equals(status.getName()))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static @Nullable Instant started(@Nullable ContainerStatus status) {
        return status == null
                        || status.getState() == null
                        || status.getState().getRunning() == null
                        || status.getState().getRunning().getStartedAt() == null
                ? null
                : Instant.parse(status.getState().getRunning().getStartedAt());
    }

    private static int wanted(HasMetadata controller) {
        Integer replicas = switch (controller) {
            case Deployment deployment -> deployment.getSpec().getReplicas();
            case StatefulSet set -> set.getSpec().getReplicas();
            default -> Integer.valueOf(0);
        };
        return replicas == null ? 1 : replicas;
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
