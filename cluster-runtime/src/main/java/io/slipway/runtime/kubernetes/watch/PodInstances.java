package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.runtime.ExitCodes;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.object.PodProcess;
import io.slipway.runtime.kubernetes.pod.PodTrouble;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a pod says about itself, as an instance of its service. Pure. */
final class PodInstances {

    /** Reasons to wait that pass by themselves. */
    private static final Set<String> STARTING = Set.of("ContainerCreating", "PodInitializing");

    /** Endings of which the cluster itself tells more; the message of the others is what the process wrote. */
    private static final Set<String> TOLD_BY_THE_CLUSTER =
            Set.of("StartError", "ContainerCannotRun", "ContainerStatusUnknown", "DeadlineExceeded");

    /** Endings that have no more to say than that there was one. */
    private static final Set<String> ORDINARY = Set.of("Error", "Completed");

    private static final String BACK_OFF = "CrashLoopBackOff";

    private static final BigDecimal MIB = BigDecimal.valueOf(1024L * 1024);

    private PodInstances() {}

    /** The instance that {@code pod} is; {@code events} are those of the pod. */
    static Instance of(KubernetesConfig config, Pod pod, List<Event> events) {
        Standing standing = standing(config, pod);
        Container main =
                status(pod).map(status -> container(config, pod, status)).orElse(null);
        boolean well = standing.state() == RunningState.RUNNING || standing.state() == RunningState.COMPLETED;
        return new Instance(
                pod.getMetadata().getName(),
                standing.state(),
                standing.reason(),
                main == null ? 0 : main.restarts(),
                standing.state() == RunningState.COMPLETED || main == null ? null : main.startedAt(),
                standing.cause(),
                containers(config, pod),
                PodOccurrences.of(pod, events, well));
    }

    /** How the pod is, and why. */
    private record Standing(
            RunningState state,
            @Nullable String cause,
            @Nullable String reason) {

        static Standing of(RunningState state) {
            return new Standing(state, null, null);
        }
    }

    private static Standing standing(KubernetesConfig config, Pod pod) {
        String phase =
                pod.getStatus() == null ? "" : String.valueOf(pod.getStatus().getPhase());
        if (phase.equals("Succeeded")) {
            return Standing.of(RunningState.COMPLETED);
        }
        if (pod.getMetadata().getDeletionTimestamp() != null) {
            return Standing.of(RunningState.STOPPING);
        }
        ContainerStatus status = status(pod).orElse(null);
        if (phase.equals("Failed") && pod.getStatus().getReason() != null) {
            // It was ended as a whole: evicted, or its node went away.
            return new Standing(
                    RunningState.ERROR,
                    pod.getStatus().getReason(),
                    Objects.requireNonNullElse(
                            pod.getStatus().getMessage(), pod.getStatus().getReason()));
        }
        if (status == null || status.getState() == null) {
            return phase.equals("Failed")
                    ? Standing.of(RunningState.ERROR)
                    : unscheduled(config, pod).orElseGet(() -> Standing.of(RunningState.STARTING));
        }
        Container main = container(config, pod, status);
        if (main.state() == RunningState.STARTING) {
            // It waits for a container that has to run before it, and that one may be in trouble.
            Optional<Container> before = pod.getStatus().getInitContainerStatuses().stream()
                    .map(init -> container(config, pod, init))
                    .filter(init -> init.state() == RunningState.ERROR)
                    .findFirst();
            if (before.isPresent()) {
                return new Standing(
                        RunningState.ERROR, before.get().cause(), before.get().reason());
            }
        }
        return new Standing(main.state(), main.cause(), main.reason());
    }

    private static Optional<Standing> unscheduled(KubernetesConfig config, Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition ->
                                "PodScheduled".equals(condition.getType()) && "False".equals(condition.getStatus()))
                        .findFirst()
                        .map(condition -> new Standing(
                                RunningState.STARTING,
                                Objects.requireNonNullElse(condition.getReason(), "Unscheduled"),
                                PodTrouble.of(config, pod)
                                        .map(trouble -> trouble.failure().message())
                                        .orElseGet(condition::getMessage)));
    }

    private static List<Container> containers(KubernetesConfig config, Pod pod) {
        List<Container> containers = new ArrayList<>();
        if (pod.getStatus() != null) {
            pod.getStatus().getContainerStatuses().stream()
                    .sorted(Comparator.comparing(status -> !PodProcess.CONTAINER.equals(status.getName())))
                    .map(status -> container(config, pod, status))
                    .forEach(containers::add);
            pod.getStatus().getInitContainerStatuses().stream()
                    .map(status -> container(config, pod, status))
                    .filter(init -> init.state() != RunningState.COMPLETED)
                    .forEach(containers::add);
        }
        if (containers.isEmpty() && pod.getSpec() != null) {
            pod.getSpec().getContainers().stream()
                    .map(container -> new Container(
                            container.getName(),
                            text(container.getImage()),
                            RunningState.STARTING,
                            null,
                            null,
                            0,
                            null,
                            null))
                    .forEach(containers::add);
        }
        return containers;
    }

    private static Container container(KubernetesConfig config, Pod pod, ContainerStatus status) {
        ContainerState state = status.getState();
        ContainerStateTerminated before =
                status.getLastState() == null ? null : status.getLastState().getTerminated();
        ContainerStateTerminated now = state == null ? null : state.getTerminated();
        ContainerStateTerminated ended = now == null ? before : now;
        Standing standing = standing(config, pod, status, ended);
        return new Container(
                status.getName(),
                image(pod, status),
                standing.state(),
                standing.cause(),
                standing.reason(),
                status.getRestartCount() == null ? 0 : status.getRestartCount(),
                state == null || state.getRunning() == null
                        ? null
                        : PodTrouble.time(state.getRunning().getStartedAt()),
                ended == null ? null : ending(ended));
    }

    private static Standing standing(
            KubernetesConfig config, Pod pod, ContainerStatus status, @Nullable ContainerStateTerminated ended) {
        ContainerState state = status.getState();
        if (state == null) {
            return Standing.of(RunningState.STARTING);
        }
        if (state.getTerminated() != null && ended != null) {
            boolean done = Integer.valueOf(0).equals(ended.getExitCode()) && (!isWorkload(pod) || isInit(pod, status));
            return done
                    ? new Standing(RunningState.COMPLETED, ended.getReason(), null)
                    : new Standing(RunningState.ERROR, cause(pod, status, ended), reason(pod, status, ended));
        }
        ContainerStateWaiting waiting = state.getWaiting();
        if (waiting == null) {
            boolean ready = !isWorkload(pod) || Boolean.TRUE.equals(status.getReady());
            return Standing.of(ready ? RunningState.RUNNING : RunningState.STARTING);
        }
        String cause = waiting.getReason();
        if (cause == null || STARTING.contains(cause)) {
            return new Standing(RunningState.STARTING, cause, null);
        }
        if (cause.equals(BACK_OFF) && ended != null) {
            return new Standing(RunningState.ERROR, cause(pod, status, ended), reason(pod, status, ended));
        }
        String said = waiting.getMessage() == null ? cause : waiting.getMessage();
        return new Standing(
                RunningState.ERROR,
                cause,
                PodTrouble.of(config, pod, status)
                        .map(trouble -> trouble.failure().message())
                        .orElse(said));
    }

    private static Ending ending(ContainerStateTerminated ended) {
        int exitCode = ended.getExitCode() == null ? 0 : ended.getExitCode();
        String cause = text(ended.getReason());
        return new Ending(
                exitCode,
                ended.getSignal() == null || ended.getSignal() == 0 ? ExitCodes.signal(exitCode) : ended.getSignal(),
                cause,
                ExitCodes.description(exitCode),
                TOLD_BY_THE_CLUSTER.contains(cause) ? ended.getMessage() : null,
                PodTrouble.time(ended.getStartedAt()),
                PodTrouble.time(ended.getFinishedAt()));
    }

    /**
     * Some clusters show a process that they are about to start again as one that ended, some as one that waits: it is the
     * same.
     */
    private static @Nullable String cause(Pod pod, ContainerStatus status, ContainerStateTerminated ended) {
        boolean ordinary = ended.getReason() == null || ORDINARY.contains(ended.getReason());
        boolean again = status.getRestartCount() != null
                && status.getRestartCount() > 0
                && pod.getSpec() != null
                && !"Never".equals(pod.getSpec().getRestartPolicy());
        return ordinary && again ? BACK_OFF : ended.getReason();
    }

    private static String reason(Pod pod, ContainerStatus status, ContainerStateTerminated ended) {
        if ("OOMKilled".equals(ended.getReason())) {
            return "The process took more memory than " + memory(pod, status).orElse("it has")
                    + " and was killed. Give it more, or have it use less.";
        }
        if ("StartError".equals(ended.getReason()) || "ContainerCannotRun".equals(ended.getReason())) {
            return "The process cannot be started: " + text(ended.getMessage());
        }
        return "The process " + ExitCodes.description(ended.getExitCode() == null ? 0 : ended.getExitCode());
    }

    private static Optional<String> memory(Pod pod, ContainerStatus status) {
        return spec(pod, status)
                .map(io.fabric8.kubernetes.api.model.Container::getResources)
                .map(resources -> resources.getLimits() == null
                        ? null
                        : resources.getLimits().get("memory"))
                .map(Quantity::getNumericalAmount)
                .map(bytes -> "the " + bytes.divideToIntegralValue(MIB).toBigInteger() + " MiB that it has");
    }

    /** As it is asked for: what the status names may be what it was resolved to. */
    private static String image(Pod pod, ContainerStatus status) {
        return spec(pod, status)
                .map(io.fabric8.kubernetes.api.model.Container::getImage)
                .orElseGet(() -> text(status.getImage()));
    }

    private static Optional<io.fabric8.kubernetes.api.model.Container> spec(Pod pod, ContainerStatus status) {
        return pod.getSpec() == null
                ? Optional.empty()
                : Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                        .filter(container -> container.getName().equals(status.getName()))
                        .findFirst();
    }

    private static boolean isInit(Pod pod, ContainerStatus status) {
        return pod.getStatus().getInitContainerStatuses().contains(status);
    }

    static boolean isReady(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() == null
                && status(pod).map(ContainerStatus::getReady).orElse(false);
    }

    static boolean isWorkload(Pod pod) {
        return Labels.ROLE_WORKLOAD.equals(Apply.label(pod, Labels.ROLE));
    }

    /** The status of the container that the pod is there for. */
    static Optional<ContainerStatus> status(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        List<ContainerStatus> all = pod.getStatus().getContainerStatuses();
        return all.stream()
                .filter(status -> PodProcess.CONTAINER.equals(status.getName()))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
