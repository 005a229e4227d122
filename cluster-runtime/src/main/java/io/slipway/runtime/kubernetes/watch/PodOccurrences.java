package io.slipway.runtime.kubernetes.watch;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.runtime.kubernetes.pod.PodTrouble;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The events of a pod that are worth telling. Pure. */
final class PodOccurrences {

    private static final String WARNING = "Warning";

    private PodOccurrences() {}

    /**
     * A few of {@code events}, in the order in which they happened first: warnings before the others, the latest before the
     * earlier. That a known one happened again changes nothing, so nobody is told of each repetition.
     *
     * @param warningsOnly leaves out what only shows that all went as it should
     */
    static List<Occurrence> of(Pod pod, List<Event> events, boolean warningsOnly) {
        return events.stream()
                .filter(event -> isWarning(event) || !warningsOnly)
                .sorted(Comparator.comparing((Event event) -> !isWarning(event))
                        .thenComparing(PodOccurrences::latest, Comparator.reverseOrder())
                        .thenComparing(event -> text(event.getMessage())))
                .limit(Instance.MOST)
                .map(event ->
                        new Occurrence(isWarning(event), text(event.getReason()), message(pod, event), first(event)))
                .sorted(Comparator.comparing(Occurrence::at).thenComparing(Occurrence::message))
                .toList();
    }

    private static boolean isWarning(Event event) {
        return WARNING.equals(event.getType());
    }

    /**
     * What a command of a probe wrote, and what a warning's answer says, may be anything, secrets too: it is left out, as
     * processes have their own logs.
     */
    private static String message(Pod pod, Event event) {
        String message = text(event.getMessage()).strip();
        boolean quotes = "ProbeWarning".equals(event.getReason())
                || ("Unhealthy".equals(event.getReason()) && probesRunCommands(pod));
        int colon = message.indexOf(':');
        return quotes && colon >= 0 ? message.substring(0, colon) : message;
    }

    private static boolean probesRunCommands(Pod pod) {
        return pod.getSpec() == null
                || pod.getSpec().getContainers().stream()
                        .flatMap(PodOccurrences::probes)
                        .anyMatch(probe -> probe.getExec() != null);
    }

    private static Stream<Probe> probes(Container container) {
        return Stream.of(container.getReadinessProbe(), container.getLivenessProbe(), container.getStartupProbe())
                .filter(Objects::nonNull);
    }

    private static Instant first(Event event) {
        return known(event.getFirstTimestamp(), created(event));
    }

    private static Instant latest(Event event) {
        String again = event.getSeries() == null || event.getSeries().getLastObservedTime() == null
                ? event.getLastTimestamp()
                : event.getSeries().getLastObservedTime().getTime();
        return known(again, created(event));
    }

    private static Instant created(Event event) {
        Instant time =
                known(event.getEventTime() == null ? null : event.getEventTime().getTime(), Instant.EPOCH);
        return time.equals(Instant.EPOCH) ? known(event.getMetadata().getCreationTimestamp(), Instant.EPOCH) : time;
    }

    private static Instant known(@Nullable String time, Instant otherwise) {
        return Objects.requireNonNullElse(PodTrouble.time(time), otherwise);
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
