package io.slipway.events.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.Copies;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The running state of one service changed: topic {@code service.running}, key = environment id. However much there is to
 * tell, a record stays small: of {@link #DETAILED} instances everything is told, those in trouble first, of the others the
 * summary.
 */
public record ServiceRunning(
        String environmentId, String serviceId, RunningState state, List<Instance> instances, Instant at) {

    /** Of so many instances everything is told. */
    public static final int DETAILED = 40;

    public ServiceRunning {
        Copies.required(environmentId, "environmentId");
        Copies.required(serviceId, "serviceId");
        Copies.required(state, "state");
        instances = bounded(Copies.list(instances), DETAILED);
        Copies.required(at, "at");
    }

    /** {@code instances} in their order; of more than {@code detailed} those that are not in trouble become summaries. */
    public static List<Instance> bounded(List<Instance> instances, int detailed) {
        if (instances.size() <= detailed) {
            return instances;
        }
        Set<String> kept = instances.stream()
                .sorted(Comparator.comparing(Instance::well))
                .limit(detailed)
                .map(Instance::name)
                .collect(Collectors.toCollection(HashSet::new));
        return instances.stream()
                .map(instance -> kept.contains(instance.name()) ? instance : instance.summary())
                .toList();
    }

    /**
     * One pod or container.
     *
     * @param reason why it is not well, in a sentence for people
     * @param restarts of all of its containers
     * @param cause the same in one word for programs: the one that a cluster has for it, also from an engine, for example
     *     {@code CrashLoopBackOff}, {@code ImagePullBackOff}, {@code OOMKilled}, {@code Unschedulable}
     * @param containers what runs in it; empty if it is not known
     * @param occurrences what happened to it lately, oldest first: warnings and, while it is not well, the rest
     */
    public record Instance(
            String name,
            RunningState state,
            @Nullable String reason,
            int restarts,
            @Nullable Instant startedAt,
            @Nullable String cause,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Container> containers,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Occurrence> occurrences) {

        /** More containers and occurrences are not told. */
        public static final int MOST = 5;

        private static final int REASON = 1_000;

        public Instance {
            Copies.required(name, "name");
            Copies.required(state, "state");
            reason = cut(reason, REASON);
            cause = cut(cause, WORD);
            containers = Copies.list(containers).stream().limit(MOST).toList();
            List<Occurrence> all = Copies.list(occurrences);
            occurrences = all.subList(Math.max(0, all.size() - MOST), all.size());
        }

        /** An instance of which no more is known than this. */
        public static Instance of(
                String name, RunningState state, @Nullable String reason, int restarts, @Nullable Instant startedAt) {
            return new Instance(name, state, reason, restarts, startedAt, null, List.of(), List.of());
        }

        /** Whether it does what it has to. */
        public boolean well() {
            return state == RunningState.RUNNING || state == RunningState.COMPLETED || state == RunningState.STOPPED;
        }

        /** The same without containers and occurrences, and in few words. */
        public Instance summary() {
            return new Instance(name, state, cut(reason, WORD), restarts, startedAt, cause, List.of(), List.of());
        }
    }

    /**
     * One container of an instance; on an engine it is the instance itself.
     *
     * @param image as it was pulled or built
     * @param reason and {@code cause}: as of an instance
     * @param lastEnding how the process before the present one ended; null if there was none, or it is forgotten
     */
    public record Container(
            String name,
            String image,
            RunningState state,
            @Nullable String cause,
            @Nullable String reason,
            int restarts,
            @Nullable Instant startedAt,
            @Nullable Ending lastEnding) {

        public Container {
            Copies.required(name, "name");
            image = Objects.requireNonNullElse(cut(image, TEXT), "");
            Copies.required(state, "state");
            cause = cut(cause, WORD);
            reason = cut(reason, TEXT);
        }
    }

    /**
     * How a process ended.
     *
     * @param signal what ended it; 0 = it ended by itself
     * @param cause in a word, for example {@code Completed}, {@code Error}, {@code OOMKilled}, {@code StartError}
     * @param description what the exit code means, for people
     * @param message what the runtime has to say; never what the process wrote, as that may be anything
     */
    public record Ending(
            int exitCode,
            int signal,
            String cause,
            String description,
            @Nullable String message,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        public Ending {
            cause = Objects.requireNonNullElse(cut(cause, WORD), "");
            description = Objects.requireNonNullElse(cut(description, TEXT), "");
            message = cut(message, TEXT);
        }
    }

    /**
     * Something that the runtime did with an instance or could not do.
     *
     * @param warning whether it ought not to be so
     * @param cause in a word, for example {@code FailedScheduling}, {@code BackOff}
     * @param at when it happened first; repetitions are not told
     */
    public record Occurrence(boolean warning, String cause, String message, Instant at) {

        public Occurrence {
            cause = Objects.requireNonNullElse(cut(cause, WORD), "");
            message = Objects.requireNonNullElse(cut(message, TEXT), "");
            Copies.required(at, "at");
        }
    }

    private static final int WORD = 100;
    private static final int TEXT = 400;

    /** At most {@code length} characters; a longer text ends in three dots. */
    private static @Nullable String cut(@Nullable String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
