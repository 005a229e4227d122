package io.slipway.runtime.kubernetes.pod;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Why a pod does not come up, in words that its user understands. Pure: looks at a pod's status and nothing else. */
public final class PodTrouble {

    /** Errors of pulling that go away by themselves, if at all. */
    private static final List<String> PASSING = List.of(
            "timeout",
            "timed out",
            "connection refused",
            "connection reset",
            "temporary",
            "too many requests",
            "toomanyrequests",
            "503",
            "502",
            "500 internal",
            "eof",
            "pull qps exceeded",
            "no route to host");

    private PodTrouble() {}

    /**
     * What keeps {@code pod} from starting.
     *
     * @param grace how long it may stay so before it counts as a failure; zero = it never gets better by itself
     */
    public record Trouble(StepFailure failure, Duration grace) {

        /** Whether it is a failure now, if the pod has been in trouble since {@code since}. */
        public boolean isOver(Instant since, Instant now) {
            return !now.isBefore(since.plus(grace));
        }
    }

    /** The trouble of {@code pod}, if it has any before its containers run. */
    public static Optional<Trouble> of(KubernetesConfig config, Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        return unschedulable(config, pod)
                .or(() -> Stream.concat(
                                pod.getStatus().getInitContainerStatuses().stream(),
                                pod.getStatus().getContainerStatuses().stream())
                        .flatMap(status -> waiting(config, pod, status).stream())
                        .findFirst());
    }

    /** What keeps one container of {@code pod} from starting, if anything does. */
    public static Optional<Trouble> of(KubernetesConfig config, Pod pod, ContainerStatus status) {
        return waiting(config, pod, status);
    }

    private static Optional<Trouble> unschedulable(KubernetesConfig config, Pod pod) {
        return pod.getStatus().getConditions().stream()
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst()
                .map(condition -> new Trouble(
                        new StepFailure(
                                Reason.RUNTIME_UNAVAILABLE,
                                "No node of the cluster takes the pod: " + message(condition)
                                        + ". Have it ask for less, or give the cluster more room."),
                        config.unschedulableGrace()));
    }

    private static String message(PodCondition condition) {
        String message = condition.getMessage();
        return message == null ? "unschedulable" : message.strip().replaceAll("\\.$", "");
    }

    private static Optional<Trouble> waiting(KubernetesConfig config, Pod pod, ContainerStatus status) {
        ContainerStateWaiting waiting =
                status.getState() == null ? null : status.getState().getWaiting();
        if (waiting == null || waiting.getReason() == null) {
            return Optional.empty();
        }
        String said = waiting.getMessage() == null ? waiting.getReason() : waiting.getMessage();
        String image = image(pod, status);
        return switch (waiting.getReason()) {
            case "ErrImagePull", "ImagePullBackOff", "RegistryUnavailable" ->
                Optional.of(new Trouble(
                        new StepFailure(
                                Reason.IMAGE_UNAVAILABLE, "Image " + image + " cannot be pulled: " + pullError(said)),
                        passes(said) ? config.pullGrace() : Duration.ZERO));
            case "InvalidImageName" ->
                Optional.of(new Trouble(
                        new StepFailure(Reason.IMAGE_UNAVAILABLE, "'" + image + "' is not the name of an image."),
                        Duration.ZERO));
            case "ErrImageNeverPull" ->
                Optional.of(new Trouble(
                        new StepFailure(Reason.IMAGE_UNAVAILABLE, "Image " + image + " is not on the node: " + said),
                        Duration.ZERO));
            case "CreateContainerConfigError" ->
                // A secret that is about to come is no more than this, for a moment.
                Optional.of(new Trouble(
                        new StepFailure(
                                Reason.UNSUPPORTED, "The container cannot be made of its configuration: " + said),
                        config.unschedulableGrace()));
            case "CreateContainerError", "RunContainerError" ->
                Optional.of(new Trouble(
                        new StepFailure(Reason.CRASHED, "The container cannot be started: " + said),
                        config.unschedulableGrace()));
            default -> Optional.empty();
        };
    }

    /** As it is asked for: what the status names may be what it was resolved to. */
    private static String image(Pod pod, ContainerStatus status) {
        return Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
                .filter(container -> container.getName().equals(status.getName()))
                .map(container -> container.getImage())
                .findFirst()
                .orElse(String.valueOf(status.getImage()));
    }

    private static boolean passes(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        // The back-off says nothing but that there was an error; the next look may say which.
        return (lower.startsWith("back-off pulling") && !lower.contains("errimagepull"))
                || PASSING.stream().anyMatch(lower::contains);
    }

    private static String pullError(String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        Map<String, String> known = Map.of(
                "not found", "there is no such image in the registry",
                "unauthorized", "the registry wants other credentials",
                "denied", "the registry does not allow it with these credentials");
        return known.entrySet().stream()
                .filter(entry -> lower.contains(entry.getKey()))
                .map(entry -> entry.getValue() + " (" + said.strip() + ")")
                .findFirst()
                .orElse(said.strip());
    }

    /** A time as the cluster writes it; null if there is none. */
    public static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
