package io.slipway.runtime.kubernetes.job;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.slipway.runtime.kubernetes.pod.PodTrouble;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is, as the cluster tells it: nothing of it is remembered elsewhere, so a worker that comes back sees what its
 * predecessor saw. Pure.
 *
 * @param tries how often the process was started
 * @param first when it was started first; null = not yet
 * @param pods of the tries, in their order; pods that are gone are missing
 */
record RunState(Job job, int tries, @Nullable Instant first, List<Try> pods) {

    RunState {
        pods = List.copyOf(pods);
    }

    /**
     * One try.
     *
     * @param started null = not yet
     * @param ended null = not yet, or the process was lost with its pod
     */
    record Try(Pod pod, @Nullable Instant started, @Nullable ContainerStateTerminated ended) {

        String name() {
            return pod.getMetadata().getName();
        }

        boolean succeeded() {
            return ended != null && ended.getExitCode() == 0;
        }

        /** Whether nothing more will come of it. */
        boolean over() {
            String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
            return ended != null || "Failed".equals(phase) || "Succeeded".equals(phase);
        }

        /** When the process ended; if it was lost, as near as can be told. */
        @Nullable
        Instant endedAt() {
            return ended == null ? null : PodTrouble.time(ended.getFinishedAt());
        }
    }

    static RunState of(Job job, List<Pod> pods) {
        List<Try> tries = pods.stream()
                .sorted(Comparator.comparing(
                                (Pod pod) -> String.valueOf(pod.getMetadata().getCreationTimestamp()))
                        .thenComparing(pod -> pod.getMetadata().getName()))
                .map(RunState::attempt)
                .toList();
        Instant first = tries.stream()
                .flatMap(one -> Optional.ofNullable(one.started()).stream())
                .min(Comparator.naturalOrder())
                .orElseGet(() -> onRecord(job));
        int seen = (int) tries.stream().filter(one -> one.started() != null).count();
        return new RunState(job, Math.max(seen, failedPods(job)), first, tries);
    }

    /** The pods of a run that was ended go with it. */
    private static @Nullable Instant onRecord(Job job) {
        Map<String, String> annotations = job.getMetadata().getAnnotations();
        return annotations == null ? null : PodTrouble.time(annotations.get(JobObjects.STARTED));
    }

    private static int failedPods(Job job) {
        return job.getStatus() == null || job.getStatus().getFailed() == null
                ? 0
                : job.getStatus().getFailed();
    }

    private static Try attempt(Pod pod) {
        if (pod.getStatus() == null) {
            return new Try(pod, null, null);
        }
        ContainerState state = pod.getStatus().getInitContainerStatuses().stream()
                .filter(status -> status.getName().equals(JobObjects.JOB))
                .findFirst()
                .map(status -> status.getState())
                .orElse(null);
        if (state != null && state.getTerminated() != null) {
            ContainerStateTerminated ended = state.getTerminated();
            Instant started = PodTrouble.time(ended.getStartedAt());
            // One that could not be started at all has begun in 1970.
            boolean never = started == null || started.getEpochSecond() <= 0;
            return new Try(pod, never ? PodTrouble.time(ended.getFinishedAt()) : started, ended);
        }
        return state != null && state.getRunning() != null
                ? new Try(pod, PodTrouble.time(state.getRunning().getStartedAt()), null)
                : new Try(pod, null, null);
    }

    /** The try that ended well. */
    Optional<Try> success() {
        return pods.stream().filter(Try::succeeded).findFirst();
    }

    /** The newest try. */
    Optional<Try> last() {
        return pods.isEmpty() ? Optional.empty() : Optional.of(pods.getLast());
    }

    /** Whether the holder of {@link #success} runs, or has run, or never will. */
    boolean held() {
        return success()
                .map(one -> one.pod().getStatus().getContainerStatuses().stream()
                        .filter(status -> status.getName().equals(JobObjects.HOLDER))
                        .map(status -> status.getState())
                        .anyMatch(state -> state != null && state.getWaiting() == null))
                .orElse(true);
    }

    /** Whether the cluster says that the job is done, whatever its pods say. */
    boolean complete() {
        return condition("Complete").isPresent();
    }

    /** The cluster's reason for giving the run up, if it has done so and all processes have ended. */
    Optional<String> failed() {
        return condition("Failed").map(condition -> String.valueOf(condition.getReason()));
    }

    /** When the cluster found the run to be over. */
    @Nullable
    Instant decidedAt() {
        return condition("Failed")
                .or(() -> condition("Complete"))
                .map(condition -> PodTrouble.time(condition.getLastTransitionTime()))
                .orElse(null);
    }

    /** Whether the job's process may still run or start. */
    boolean active() {
        return !complete() && failed().isEmpty() && success().isEmpty();
    }

    private Optional<JobCondition> condition(String type) {
        return job.getStatus() == null
                ? Optional.empty()
                : job.getStatus().getConditions().stream()
                        .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                        .findFirst();
    }
}
