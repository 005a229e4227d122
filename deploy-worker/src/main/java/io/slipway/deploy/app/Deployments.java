package io.slipway.deploy.app;

import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import io.slipway.kit.kafka.CancellationRegistry;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.runtime.ClusterRuntime;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.WorkloadRuntime;
import io.slipway.runtime.WorkloadRuntime.Applied;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the commands: each ends with exactly one result, unless the service stops meanwhile. Serving one again is no
 * harm: the runtime adopts what the attempt has made.
 */
public final class Deployments {

    private final Clusters clusters;
    private final DesiredState desired;
    private final Steps steps;
    private final DeploymentLog log;
    private final Duration answerMargin;
    private final Clock clock;
    private final AtomicInteger running = new AtomicInteger();

    /**
     * @param answerMargin how long before a command's deadline the work is given up, so that the answer comes in time
     */
    public Deployments(
            Clusters clusters,
            SecretCipher cipher,
            DatabaseImages databaseImages,
            CancellationRegistry cancellations,
            DeploymentLog log,
            Duration answerMargin,
            Clock clock) {
        this.clusters = clusters;
        this.desired = new DesiredState(cipher, databaseImages);
        this.steps = new Steps(cancellations, clock);
        this.answerMargin = answerMargin;
        this.log = log;
        this.clock = clock;
    }

    /** The service is about to stop: from now on a step that ends early has no result. */
    public void stopping() {
        steps.stopping();
    }

    /** Steps at work. */
    public int running() {
        return running.get();
    }

    /**
     * Brings a workload to its target.
     *
     * @throws InterruptedException if the service stops: there is no result, the command has to come again
     */
    public WorkloadCompleted run(WorkloadRequested command) throws InterruptedException {
        MaskedLog masked = new MaskedLog(command.step(), Source.WORKLOAD, log);
        running.incrementAndGet();
        try {
            Steps.End<Applied> end = steps.run(
                    command.step(),
                    command.deadline(),
                    () -> clusters.of(command.environment().clusterId()),
                    cluster -> begin(cluster.workloads(), command, masked),
                    cluster -> cluster.workloads().cancel(command.step()));
            WorkloadCompleted.Result result = switch (end) {
                case Steps.End.Done<Applied> done ->
                    new WorkloadCompleted.Result.Reached(
                            done.value().unchanged(), done.value().endpoints());
                case Steps.End.Failed<Applied> failed ->
                    new WorkloadCompleted.Result.Failed(masked.failed(failed.failure()));
                case Steps.End.Canceled<Applied> _ -> new WorkloadCompleted.Result.Canceled();
            };
            return new WorkloadCompleted(command.step(), result, now());
        } finally {
            running.decrementAndGet();
        }
    }

    private CompletionStage<Applied> begin(WorkloadRuntime workloads, WorkloadRequested command, MaskedLog masked) {
        StepRef step = command.step();
        Instant deadline = command.deadline().minus(answerMargin);
        return switch (command.target()) {
            case RUNNING -> workloads.apply(step, desired.workload(command, masked), deadline, masked);
            case STOPPED -> workloads.stop(step, masked);
            case RESTARTED -> workloads.restart(step, desired.workload(command, masked), deadline, masked);
            case DELETED -> workloads.delete(step, masked);
        };
    }

    /**
     * Runs a job to its end.
     *
     * @throws InterruptedException if the service stops: there is no result, the command has to come again
     */
    public JobFinished run(JobRequested command) throws InterruptedException {
        MaskedLog masked = new MaskedLog(command.step(), Source.JOB, log);
        running.incrementAndGet();
        try {
            Steps.End<JobRuntime.Outcome> end = steps.run(
                    command.step(),
                    command.deadline(),
                    () -> clusters.of(command.environment().clusterId()),
                    cluster -> cluster.jobs()
                            .run(desired.job(command, command.deadline().minus(answerMargin), masked), masked),
                    cluster -> cluster.jobs().kill(command.step()));
            return switch (end) {
                case Steps.End.Done<JobRuntime.Outcome> done -> finished(command, done.value(), masked);
                case Steps.End.Failed<JobRuntime.Outcome> failed ->
                    finished(
                            command,
                            new JobFinished.Result.Failed(masked.failed(failed.failure())),
                            0,
                            null,
                            Duration.ZERO);
                case Steps.End.Canceled<JobRuntime.Outcome> _ ->
                    finished(command, new JobFinished.Result.Canceled(), 0, null, Duration.ZERO);
            };
        } finally {
            running.decrementAndGet();
        }
    }

    private JobFinished finished(JobRequested command, JobRuntime.Outcome outcome, MaskedLog masked) {
        JobFinished.Result result = switch (outcome) {
            case JobRuntime.Outcome.Succeeded succeeded -> new JobFinished.Result.Succeeded(succeeded.output());
            case JobRuntime.Outcome.Failed failed -> new JobFinished.Result.Failed(masked.failed(failed.failure()));
        };
        return finished(command, result, outcome.tries(), outcome.exitCode(), outcome.duration());
    }

    private JobFinished finished(
            JobRequested command, JobFinished.Result result, int tries, @Nullable Integer exitCode, Duration duration) {
        return new JobFinished(
                command.step(),
                command.environment(),
                command.event(),
                result,
                tries,
                exitCode,
                duration.toMillis(),
                now());
    }

    /**
     * Removes what is left of a run: when its outputs are harvested, or when it has none to harvest. The result has to be
     * written before, else the run would be repeated after a crash.
     *
     * @param clusterId the cluster that it ran on; null = not known, any may be it
     * @throws InterruptedException if the service stops
     */
    public void release(StepRef step, @Nullable String clusterId) throws InterruptedException {
        for (ClusterRuntime cluster : clusterId == null ? clusters.all() : List.of(clusters.of(clusterId))) {
            release(step, cluster);
        }
    }

    private static void release(StepRef step, ClusterRuntime cluster) throws InterruptedException {
        try {
            cluster.jobs().release(step).toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (!cluster.answers()) {
                throw new DependencyUnavailableException("the runtime does not answer", e);
            }
            throw new IllegalStateException(
                    "What is left of attempt " + step.attempt() + " of service " + step.serviceId()
                            + " cannot be removed",
                    e.getCause());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
