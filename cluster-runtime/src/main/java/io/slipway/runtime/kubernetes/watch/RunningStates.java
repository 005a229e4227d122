package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What controllers and pods of one service say about its running state. Pure. */
final class RunningStates {

    private RunningStates() {}

    /**
     * The state of a service.
     *
     * @param instances by name
     */
    record Summary(RunningState state, List<Instance> instances) {}

    /**
     * What a service's Deployments, StatefulSets, CronJobs and pods amount to; empty if there is none of them.
     *
     * @param events gives those of a pod
     */
    static Optional<Summary> of(
            KubernetesConfig config, List<HasMetadata> controllers, List<Pod> pods, Function<Pod, List<Event>> events) {
        if (controllers.isEmpty() && pods.isEmpty()) {
            return Optional.empty();
        }
        boolean serving = pods.stream().anyMatch(pod -> PodInstances.isWorkload(pod) && PodInstances.isReady(pod));
        List<Instance> instances = new ArrayList<>();
        List<Instance> counting = new ArrayList<>();
        for (Pod pod : pods) {
            Instance instance = PodInstances.of(config, pod, events.apply(pod));
            instances.add(instance);
            // While another version serves, one that has never been ready does not make the service worse.
            if (!(serving && PodInstances.isWorkload(pod) && isNew(pod, instance))) {
                counting.add(instance);
            }
        }
        instances.sort(Comparator.comparing(Instance::name));
        return Optional.of(new Summary(state(controllers, counting), List.copyOf(instances)));
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

    private static boolean isNew(Pod pod, Instance instance) {
        return !PodInstances.isReady(pod)
                && instance.state() != RunningState.RUNNING
                && instance.state() != RunningState.STOPPING
                && PodInstances.status(pod)
                        .map(ContainerStatus::getLastState)
                        .map(state -> state.getTerminated() == null)
                        .orElse(true);
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
