package io.slipway.runtime.kubernetes.workload;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.object.PodProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How far a rollout is, and why it gets no further. Pure.
 *
 * @param name the service's name, for messages
 * @param generation the controller's generation that was applied; what the cluster says of earlier ones does not count
 */
record RolloutProgress(
        String name,
        long generation,
        int startRetries,
        Duration unschedulableGrace,
        Duration pullGrace,
        int memoryMib) {

    private static final String REVISION = "deployment.kubernetes.io/revision";
    private static final String POD_HASH = "pod-template-hash";
    private static final String CONTROLLER_HASH = "controller-revision-hash";
    private static final Duration CONFIG_GRACE = Duration.ofSeconds(5);
    private static final Set<String> PULL_PROBLEMS =
            Set.of("ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "RegistryUnavailable");
    private static final Set<String> CONFIG_PROBLEMS =
            Set.of("CreateContainerConfigError", "CreateContainerError", "RunContainerError", "PostStartHookError");
    private static final Set<String> PASSING = Set.of(
            "timeout",
            "timed out",
            "connection refused",
            "connection reset",
            "no route to host",
            "network is unreachable",
            "tls handshake",
            "temporar",
            "unexpected eof",
            "toomanyrequests",
            "too many requests",
            "500 internal",
            "502 bad",
            "503 service",
            "504 gateway",
            "no such host",
            "server misbehaving",
            "qps exceeded");

    /** What there is at one moment. */
    record Seen(@Nullable HasMetadata controller, List<ReplicaSet> replicaSets, List<Pod> pods, List<Event> events) {}

    /** What that amounts to. */
    sealed interface Verdict {

        /** The wanted version is available. */
        record Done() implements Verdict {}

        /**
         * Not yet.
         *
         * @param what for people
         * @param lookAgainAt when the same facts may mean something else; null = never
         */
        record Waiting(String what, @Nullable Instant lookAgainAt) implements Verdict {}

        /**
         * It will not get ready.
         *
         * @param crashed the pod whose last lines tell more; null = none has any
         * @param previous whether they are those of its process before the one that runs
         */
        record Broken(
                Reason reason, String message, @Nullable String crashed, boolean previous) implements Verdict {}
    }

    /** How far it is. */
    Verdict of(Seen seen, Instant now) {
        HasMetadata controller = seen.controller();
        if (controller == null) {
            return new Verdict.Waiting("Waiting for the cluster", null);
        }
        if (isDone(controller)) {
            return new Verdict.Done();
        }
        Instant again = null;
        for (Pod pod : newPods(seen)) {
            Verdict verdict = pod(pod, seen.events(), now);
            if (verdict instanceof Verdict.Broken) {
                return verdict;
            }
            if (verdict instanceof Verdict.Waiting waiting) {
                again = earliest(again, waiting.lookAgainAt());
            }
        }
        return refused(seen).orElse(new Verdict.Waiting(counts(controller), again));
    }

    /** Why it is not ready when its time is over. */
    Verdict.Broken late(Seen seen, Instant now) {
        for (Pod pod : newPods(seen)) {
            Optional<ContainerStatus> status = status(pod);
            if (status.map(ContainerStatus::getState)
                            .map(state -> state.getRunning())
                            .isPresent()
                    && !Boolean.TRUE.equals(status.get().getReady())) {
                return new Verdict.Broken(
                        Reason.NOT_READY,
                        name + " is up but not ready"
                                + probeFailure(pod, seen.events())
                                        .map(text -> ": " + text)
                                        .orElse("."),
                        null,
                        false);
            }
            Verdict verdict = pod(pod, seen.events(), now.plus(Duration.ofDays(1)));
            if (verdict instanceof Verdict.Broken broken) {
                return broken;
            }
        }
        return new Verdict.Broken(
                Reason.DEADLINE_EXCEEDED,
                name + " did not get ready in time"
                        + (seen.controller() == null ? "." : ": " + counts(seen.controller()) + "."),
                null,
                false);
    }

    private boolean isDone(HasMetadata controller) {
        return switch (controller) {
            case Deployment deployment -> {
                int wanted = number(deployment.getSpec().getReplicas(), 1);
                DeploymentStatus status = deployment.getStatus();
                yield observed(deployment, status == null ? null : status.getObservedGeneration())
                        && status != null
                        && number(status.getUpdatedReplicas(), 0) == wanted
                        && number(status.getReplicas(), 0) == wanted
                        && number(status.getAvailableReplicas(), 0) >= wanted;
            }
            case StatefulSet set -> {
                int wanted = number(set.getSpec().getReplicas(), 1);
                StatefulSetStatus status = set.getStatus();
                yield observed(set, status == null ? null : status.getObservedGeneration())
                        && status != null
                        && number(status.getReplicas(), 0) == wanted
                        && (wanted == 0
                                || (number(status.getUpdatedReplicas(), 0) == wanted
                                        && number(status.getAvailableReplicas(), 0) >= wanted));
            }
            default -> true;
        };
    }

    private boolean observed(HasMetadata controller, @Nullable Long observed) {
        Long current = controller.getMetadata().getGeneration();
        long known = current == null ? 0 : current;
        return known >= generation && (observed == null ? 0 : observed) >= known;
    }

    private String counts(HasMetadata controller) {
        int wanted = 0;
        int ready = 0;
        if (controller instanceof Deployment deployment) {
            wanted = number(deployment.getSpec().getReplicas(), 1);
            DeploymentStatus status = deployment.getStatus();
            // Those of the former version are available too.
            ready = status == null
                    ? 0
                    : Math.min(number(status.getUpdatedReplicas(), 0), number(status.getAvailableReplicas(), 0));
        } else if (controller instanceof StatefulSet set) {
            wanted = number(set.getSpec().getReplicas(), 1);
            StatefulSetStatus status = set.getStatus();
            ready = status == null
                    ? 0
                    : Math.min(number(status.getUpdatedReplicas(), 0), number(status.getAvailableReplicas(), 0));
        }
        return ready + " of " + wanted + " instances of the wanted version are available";
    }

    /** Pods of the version that is wanted now. */
    static List<Pod> newPods(Seen seen) {
        HasMetadata controller = seen.controller();
        String label;
        String value;
        if (controller instanceof StatefulSet set) {
            label = CONTROLLER_HASH;
            value = set.getStatus() == null ? null : set.getStatus().getUpdateRevision();
        } else if (controller instanceof Deployment deployment) {
            label = POD_HASH;
            String revision = Apply.annotation(deployment, REVISION);
            value = seen.replicaSets().stream()
                    .filter(set -> !revision.isEmpty()
                            && Apply.annotation(set, REVISION).equals(revision))
                    .map(set -> Apply.label(set, POD_HASH))
                    .findFirst()
                    .orElse(null);
        } else {
            return List.of();
        }
        if (value == null || value.isEmpty()) {
            return List.of();
        }
        return seen.pods().stream()
                .filter(pod -> Apply.label(pod, label).equals(value)
                        && pod.getMetadata().getDeletionTimestamp() == null)
                .toList();
    }

    private Verdict pod(Pod pod, List<Event> events, Instant now) {
        Verdict placed = placed(pod, events, now);
        if (placed != null) {
            return placed;
        }
        Optional<ContainerStatus> found = status(pod);
        if (found.isEmpty() || found.get().getState() == null) {
            return new Verdict.Waiting("", null);
        }
        ContainerStatus status = found.get();
        ContainerStateTerminated ended = status.getState().getTerminated() != null
                ? status.getState().getTerminated()
                : status.getLastState() == null ? null : status.getLastState().getTerminated();
        boolean current = status.getState().getTerminated() != null;
        if (ended != null) {
            Verdict crash = crash(pod, ended, number(status.getRestartCount(), 0), current);
            if (crash != null) {
                return crash;
            }
        }
        ContainerStateWaiting waiting = status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return new Verdict.Waiting("", null);
        }
        Instant since = instant(pod.getStatus().getStartTime(), now);
        String said = waiting.getMessage() == null ? waiting.getReason() : waiting.getMessage();
        if (PULL_PROBLEMS.contains(waiting.getReason())) {
            return pull(status.getImage(), waiting.getReason(), pullError(pod, said, events), since, now);
        }
        if (CONFIG_PROBLEMS.contains(waiting.getReason())) {
            return after(
                    since.plus(CONFIG_GRACE),
                    now,
                    new Verdict.Broken(Reason.UNSUPPORTED, name + " cannot be started: " + said, null, false));
        }
        return new Verdict.Waiting("", null);
    }

    private Verdict pull(String image, String reason, String said, Instant since, Instant now) {
        Verdict.Broken broken = new Verdict.Broken(
                Reason.IMAGE_UNAVAILABLE, "Image " + image + " cannot be pulled: " + said, null, false);
        String lower = said.toLowerCase(Locale.ROOT);
        boolean mayPass = !reason.equals("InvalidImageName") && PASSING.stream().anyMatch(lower::contains);
        return mayPass ? after(since.plus(pullGrace), now, broken) : broken;
    }

    /** The back-off message of older clusters tells nothing; the event before it does. */
    private static String pullError(Pod pod, String said, List<Event> events) {
        return said.startsWith("Back-off") && !said.contains(": Err")
                ? of(pod, events)
                        .filter(event -> "Failed".equals(event.getReason())
                                && event.getMessage() != null
                                && event.getMessage().startsWith("Failed to pull"))
                        .reduce((_, last) -> last)
                        .map(Event::getMessage)
                        .orElse(said)
                : said;
    }

    private @Nullable Verdict crash(Pod pod, ContainerStateTerminated ended, int restarts, boolean current) {
        int exitCode = number(ended.getExitCode(), 0);
        if ("OOMKilled".equals(ended.getReason())) {
            return new Verdict.Broken(
                    Reason.OUT_OF_MEMORY,
                    name + " took more than the " + memoryMib
                            + " MiB of memory that it has and was killed. Give it more, or have it use less.",
                    null,
                    false);
        }
        if ("StartError".equals(ended.getReason()) || "ContainerCannotRun".equals(ended.getReason())) {
            return new Verdict.Broken(Reason.CRASHED, name + " cannot be started: " + ended.getMessage(), null, false);
        }
        if (restarts > startRetries || (current && restarts >= startRetries)) {
            return new Verdict.Broken(
                    Reason.CRASHED,
                    name + " ended with exit code " + exitCode + ".",
                    pod.getMetadata().getName(),
                    !current);
        }
        return null;
    }

    /** Null if it has its place on a node. */
    private @Nullable Verdict placed(Pod pod, List<Event> events, Instant now) {
        if (pod.getStatus() == null) {
            return new Verdict.Waiting("", null);
        }
        Optional<PodCondition> unschedulable = pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst();
        if (unschedulable.isEmpty()) {
            return null;
        }
        String volumes = events.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && "PersistentVolumeClaim"
                                .equals(event.getInvolvedObject().getKind())
                        && ("ProvisioningFailed".equals(event.getReason())
                                || "FailedBinding".equals(event.getReason())))
                .map(Event::getMessage)
                .reduce((_, last) -> last)
                .map(text -> " Volume: " + text)
                .orElse("");
        return after(
                instant(unschedulable.get().getLastTransitionTime(), now).plus(unschedulableGrace),
                now,
                new Verdict.Broken(
                        Reason.RUNTIME_UNAVAILABLE,
                        "No node has room for " + name + ": "
                                + unschedulable.get().getMessage() + volumes,
                        null,
                        false));
    }

    /** The cluster makes no pods. */
    private Optional<Verdict> refused(Seen seen) {
        if (seen.controller() instanceof Deployment deployment && deployment.getStatus() != null) {
            return deployment.getStatus().getConditions().stream()
                    .filter(condition ->
                            "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                    .map(condition -> refusal(condition.getMessage()))
                    .findFirst();
        }
        if (seen.controller() instanceof StatefulSet set && newPods(seen).isEmpty()) {
            return seen.events().stream()
                    .filter(event -> "FailedCreate".equals(event.getReason())
                            && event.getInvolvedObject() != null
                            && set.getMetadata()
                                    .getName()
                                    .equals(event.getInvolvedObject().getName()))
                    .reduce((_, last) -> last)
                    .map(event -> refusal(event.getMessage()));
        }
        return Optional.empty();
    }

    private Verdict refusal(@Nullable String message) {
        String said = message == null ? "" : message;
        return said.contains("exceeded quota") || said.contains("failed quota")
                ? new Verdict.Broken(
                        Reason.UNSUPPORTED,
                        "The environment's quota has no room for " + name + ": " + said
                                + " Use less, or have the quota raised.",
                        null,
                        false)
                : new Verdict.Broken(
                        Reason.UNSUPPORTED, "The cluster makes no pods for " + name + ": " + said, null, false);
    }

    private static Optional<String> probeFailure(Pod pod, List<Event> events) {
        return of(pod, events)
                .filter(event -> "Unhealthy".equals(event.getReason()))
                .map(Event::getMessage)
                .filter(message -> message != null && !message.isBlank())
                .reduce((_, last) -> last)
                .map(String::strip);
    }

    private static Stream<Event> of(Pod pod, List<Event> events) {
        return events.stream()
                .filter(event -> event.getInvolvedObject() != null
                        && pod.getMetadata()
                                .getName()
                                .equals(event.getInvolvedObject().getName()))
                .sorted(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())));
    }

    private static Optional<ContainerStatus> status(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getContainerStatuses().stream()
                        .filter(status -> PodProcess.CONTAINER.equals(status.getName()))
                        .findFirst();
    }

    private static Verdict after(Instant when, Instant now, Verdict.Broken broken) {
        return now.isBefore(when) ? new Verdict.Waiting("", when) : broken;
    }

    private static @Nullable Instant earliest(@Nullable Instant a, @Nullable Instant b) {
        return a == null || (b != null && b.isBefore(a)) ? b : a;
    }

    private static Instant instant(@Nullable String text, Instant otherwise) {
        return text == null || text.isEmpty() ? otherwise : Instant.parse(text);
    }

    private static int number(@Nullable Integer number, int otherwise) {
        return number == null ? otherwise : number;
    }
}
