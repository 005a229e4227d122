package io.slipway.runtime.kubernetes.job;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.LogLine;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.job.RunState.Try;
import io.slipway.runtime.kubernetes.pod.Changes;
import io.slipway.runtime.kubernetes.pod.PodTrouble;
import io.slipway.runtime.kubernetes.pod.PodTrouble.Trouble;
import io.slipway.runtime.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows one run on the cluster to its end. The cluster starts the tries and counts them; what is done here is to tell
 * their lines, to notice early that nothing will come of it, and to keep the time limit, which is not the Job's own: that
 * one has to let the holder live.
 */
final class JobRun implements AutoCloseable {

    /** How long the cluster may take to end what it was told to end, beyond the processes' own time. */
    private static final Duration END_GRACE = Duration.ofSeconds(60);

    private static final Duration HOLDER_GRACE = Duration.ofSeconds(30);
    private static final Duration POD_GRACE = Duration.ofSeconds(3);
    private static final Duration LOGS_GRACE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final int LINES_IN_MESSAGE = 5;

    private final Cluster cluster;
    private final PodLogs logs;
    private final Operation operation;
    private final JobRuntime.Job job;
    private final String namespace;
    private final String name;
    private final StepLog log;
    private final Changes changes;
    private final Supplier<List<Job>> jobs;
    private final Supplier<List<Pod>> pods;
    private final Supplier<List<Event>> events;
    private final Map<String, Tail> tails = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private @Nullable Instant troubleSince;
    private @Nullable Instant endingSince;

    JobRun(Cluster cluster, PodLogs logs, Operation operation, JobRuntime.Job job, Job there, StepLog log) {
        this.cluster = cluster;
        this.logs = logs;
        this.operation = operation;
        this.job = job;
        this.namespace = there.getMetadata().getNamespace();
        this.name = there.getMetadata().getName();
        this.log = log;
        this.changes = new Changes(cluster);
        this.jobs = changes.watch(
                "job " + name,
                cluster.client().batch().v1().jobs().inNamespace(namespace).withName(name));
        this.pods = changes.watch(
                "the pods of job " + name,
                cluster.client()
                        .pods()
                        .inNamespace(namespace)
                        .withLabels(JobObjects.selector(cluster.config(), job.step())));
        this.events = changes.watch(
                "the events of job " + name,
                cluster.client().v1().events().inNamespace(namespace).withField("involvedObject.name", name));
    }

    /** Waits for the end. What is left on the cluster stays there, unless there is nothing to come back to. */
    Outcome toItsEnd() {
        while (true) {
            CompletableFuture<Void> changed = changes.next();
            RunState state = state();
            tell(state);
            Optional<Outcome> outcome = outcome(state);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            Instant now = Instant.now();
            Instant limit = limit(state);
            if (state.active() && !now.isBefore(limit)) {
                end(state, now);
                operation.await(changed, END_GRACE);
            } else {
                Duration wait = state.active() ? LOOK : POD_GRACE;
                Optional<Trouble> trouble = state.active() ? trouble(state) : Optional.empty();
                if (trouble.isPresent()) {
                    if (troubleSince == null) {
                        troubleSince = now;
                        log.warning(trouble.get().failure().message());
                    }
                    if (trouble.get().isOver(troubleSince, now)) {
                        throw new StepException(trouble.get().failure());
                    }
                    wait = Duration.between(now, troubleSince.plus(trouble.get().grace()));
                } else {
                    troubleSince = null;
                }
                Duration left = Duration.between(now, limit);
                operation.await(changed, left.compareTo(wait) < 0 && state.active() ? left : wait);
            }
        }
    }

    private RunState state() {
        Job there = jobs.get().stream()
                .findFirst()
                .orElseThrow(() -> new StepException(
                        Reason.JOB_FAILED, "The job was removed from the cluster by somebody else while it ran."));
        if (there.getMetadata().getDeletionTimestamp() != null) {
            throw new StepException(
                    Reason.JOB_FAILED, "The job is being removed from the cluster by somebody else while it runs.");
        }
        return RunState.of(
                there,
                pods.get().stream().filter(pod -> Changes.owns(there, pod)).toList());
    }

    /** Follows the log of each try that has begun, and tells how the ones before the last ended. */
    private void tell(RunState state) {
        for (Try one : state.pods()) {
            if (one.started() != null && !tails.containsKey(one.name())) {
                Tail tail = new Tail(log);
                tails.put(one.name(), tail);
                tail.following = logs.follow(namespace, one.name(), JobObjects.JOB, PodLogs.ALL, tail::take);
            }
        }
        for (int i = 0; i < state.pods().size() - 1; i++) {
            Try one = state.pods().get(i);
            if (one.over() && !one.succeeded() && told.add(one.name())) {
                awaitLines(one);
                log.warning("Try " + (i + 1) + " of " + (job.maxRestarts() + 1) + ": "
                        + failure(one).message());
            }
        }
    }

    private Optional<Outcome> outcome(RunState state) {
        Optional<Try> success = state.success();
        if (success.isPresent()) {
            Try good = success.get();
            if (!state.held() && state.failed().isEmpty() && waitsForHolder(good)) {
                return Optional.empty();
            }
            awaitLines(good);
            return Optional.of(new Outcome.Succeeded(
                    new OutputLocation(
                            KubernetesJobRuntime.RUNTIME,
                            cluster.id() + "/" + namespace + "/" + good.name(),
                            JobRuntime.OUTPUT_FILE),
                    Math.max(1, state.tries()),
                    duration(state, good.endedAt())));
        }
        if (state.complete()) {
            // Its pod is gone: it has succeeded all the same, only its output is lost.
            return Optional.of(new Outcome.Succeeded(
                    new OutputLocation(
                            KubernetesJobRuntime.RUNTIME,
                            cluster.id() + "/" + namespace + "/" + name,
                            JobRuntime.OUTPUT_FILE),
                    Math.max(1, state.tries()),
                    duration(state, state.decidedAt())));
        }
        if (state.failed().isPresent()
                && state.last().filter(one -> !one.over()).isPresent()
                && mayComeYet(state)) {
            return Optional.empty();
        }
        return state.failed().map(reason -> failed(state, reason));
    }

    /** The file can only be read where the holder runs; that should be a matter of a moment. */
    private static boolean waitsForHolder(Try good) {
        Instant ended = good.endedAt();
        return !good.pod().getMetadata().getName().isEmpty()
                && (ended == null || Instant.now().isBefore(ended.plus(HOLDER_GRACE)))
                && good.pod().getMetadata().getDeletionTimestamp() == null;
    }

    /** What the last pod has to say may be on its way still: the watches do not wait for each other. */
    private static boolean mayComeYet(RunState state) {
        Instant decided = state.decidedAt();
        return decided != null && Instant.now().isBefore(decided.plus(POD_GRACE));
    }

    private Outcome failed(RunState state, String reason) {
        state.last().ifPresent(this::awaitLines);
        if (reason.equals("DeadlineExceeded") || endingSince != null) {
            return new Outcome.Failed(tooLong(state), state.tries(), null, duration(state, state.decidedAt()));
        }
        Optional<Try> last = state.last();
        StepFailure failure = last.map(this::failure)
                .orElseGet(() -> new StepFailure(
                        Reason.JOB_FAILED,
                        job.name() + " failed, and its pods were removed before anybody could say why."));
        Integer exitCode =
                last.map(Try::ended).map(ContainerStateTerminated::getExitCode).orElse(null);
        Instant at = last.map(Try::endedAt).orElse(state.decidedAt());
        return new Outcome.Failed(failure, Math.max(1, state.tries()), exitCode, duration(state, at));
    }

    private StepFailure failure(Try one) {
        ContainerStateTerminated ended = one.ended();
        if (ended == null) {
            String why =
                    one.pod().getStatus() == null ? null : one.pod().getStatus().getMessage();
            String reason =
                    one.pod().getStatus() == null ? null : one.pod().getStatus().getReason();
            return new StepFailure(
                    Reason.JOB_FAILED,
                    job.name() + " was ended with its pod"
                            + (reason == null ? "" : " (" + reason + ")")
                            + (why == null || why.isBlank() ? "." : ": " + why.strip()));
        }
        if ("OOMKilled".equals(ended.getReason())) {
            return new StepFailure(
                    Reason.OUT_OF_MEMORY,
                    job.name() + " was killed because it took more memory than it has. It has "
                            + job.resources().memoryMib() + " MiB; give it more, or have it use less.");
        }
        if ("StartError".equals(ended.getReason()) || "ContainerCannotRun".equals(ended.getReason())) {
            return new StepFailure(
                    Reason.JOB_FAILED, job.name() + " cannot be started: " + String.valueOf(ended.getMessage()));
        }
        Tail tail = tails.get(one.name());
        return new StepFailure(
                Reason.JOB_FAILED,
                job.name() + " ended with exit code " + ended.getExitCode() + "." + (tail == null ? "" : tail.shown()));
    }

    private StepFailure tooLong(RunState state) {
        return limit(state).equals(job.deadline())
                ? new StepFailure(Reason.DEADLINE_EXCEEDED, job.name() + " was not done in time and was ended.")
                : new StepFailure(
                        Reason.MAX_DURATION_EXCEEDED,
                        job.name() + " ran longer than its maximum duration of "
                                + job.maxDuration().toSeconds() + " s and was ended.");
    }

    private Instant limit(RunState state) {
        Instant first = state.first();
        if (first == null || job.maxDuration().isZero()) {
            return job.deadline();
        }
        // The cluster tells times in whole seconds: the process has begun within the second after.
        Instant limit = first.plus(job.maxDuration()).plusSeconds(1);
        return limit.isBefore(job.deadline()) ? limit : job.deadline();
    }

    /** Has the cluster end the run, so that it is on record there. */
    private void end(RunState state, Instant now) {
        Instant started = state.job().getStatus() == null
                ? null
                : PodTrouble.time(state.job().getStatus().getStartTime());
        Instant first = state.first();
        if (started == null || first == null) {
            throw operation.late();
        }
        if (endingSince == null) {
            endingSince = now;
            long seconds = Math.max(1, Duration.between(started, now).toSeconds());
            cluster.call(
                    "Ending job " + name,
                    () -> cluster.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace(namespace)
                            .withName(name)
                            .edit(there -> there.edit()
                                    .editMetadata()
                                    .addToAnnotations(JobObjects.STARTED, first.toString())
                                    .endMetadata()
                                    .editSpec()
                                    .withActiveDeadlineSeconds(seconds)
                                    .endSpec()
                                    .build()));
        } else if (now.isAfter(endingSince.plus(END_GRACE).plus(cluster.config().stopGrace()))) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    tooLong(state).message() + " But its processes do not end; their node may be lost.");
        }
    }

    private Optional<Trouble> trouble(RunState state) {
        Optional<Try> last = state.last();
        if (last.isPresent()) {
            Try current = last.get();
            return current.started() == null && !current.over()
                    ? PodTrouble.of(cluster.config(), current.pod())
                    : Optional.empty();
        }
        return events.get().stream()
                .filter(event -> "FailedCreate".equals(event.getReason()))
                .max(Comparator.comparing(event -> String.valueOf(event.getLastTimestamp())))
                .map(event -> refused(String.valueOf(event.getMessage())));
    }

    private Trouble refused(String said) {
        boolean quota = said.contains("exceeded quota") || said.contains("failed quota");
        return new Trouble(
                new StepFailure(
                        Reason.UNSUPPORTED,
                        quota
                                ? "The environment's quota does not allow the job: " + said
                                        + ". Use less, or have the quota raised."
                                : "The cluster does not allow the job's pod: " + said),
                cluster.config().unschedulableGrace());
    }

    private Duration duration(RunState state, @Nullable Instant end) {
        Instant first = state.first();
        if (first == null) {
            return Duration.ZERO;
        }
        Instant last = end == null ? Instant.now() : end;
        return last.isBefore(first) ? Duration.ZERO : Duration.between(first, last);
    }

    private void awaitLines(Try one) {
        Tail tail = tails.get(one.name());
        if (tail != null && tail.following != null) {
            tail.following.awaitEnd(LOGS_GRACE);
        }
    }

    /** Stops looking; the run goes on. */
    @Override
    public void close() {
        changes.close();
        tails.values().forEach(Tail::close);
    }

    /** Hands lines on and remembers the last ones. */
    private static final class Tail {

        private final StepLog log;
        private final Deque<String> last = new ArrayDeque<>();
        private PodLogs.@Nullable Following following;

        private Tail(StepLog log) {
            this.log = log;
        }

        private synchronized void take(LogLine line) {
            log.line(Level.INFO, line.text(), line.at());
            last.add(line.text());
            if (last.size() > LINES_IN_MESSAGE) {
                last.remove();
            }
        }

        private synchronized String shown() {
            return last.isEmpty() ? " It wrote nothing." : " Its last lines:\n" + String.join("\n", last);
        }

        private void close() {
            if (following != null) {
                following.close();
            }
        }
    }
}
