package io.slipway.runtime.kubernetes.job;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.JobRuntime.Outcome;
import io.slipway.runtime.ServiceKey;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.kubernetes.pod.Changes;
import io.slipway.runtime.operation.AbandonedException;
import io.slipway.runtime.operation.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/**
 * The runs on a cluster. A run is a Job whose name follows from its step, so that it cannot be begun twice; all that is
 * known of it is on the cluster.
 */
final class Runs {

    private final Cluster cluster;
    private final Apply apply;
    private final Namespaces namespaces;
    private final PodLogs logs;

    Runs(Cluster cluster, Apply apply, Namespaces namespaces, PodLogs logs) {
        this.cluster = cluster;
        this.apply = apply;
        this.namespaces = namespaces;
        this.logs = logs;
    }

    /** Removes what is left of the run of {@code step}; waits until its processes have ended. */
    void release(Operation operation, StepRef step) {
        List<Job> runs = runs(step);
        remove(operation, step, runs);
        // Such a job may have been the last thing of its environment, with nobody to come after it.
        if (runs.stream().anyMatch(Runs::wasForDeletion)) {
            namespaces.removeIfUnused(operation, step.environmentId(), StepLog.NONE);
        }
    }

    /**
     * Removes what is left of runs that ended before {@code time}: nobody asks for them any more. Blocks.
     *
     * @return how many runs
     */
    int releaseEndedBefore(Instant time) {
        Map<String, String> labels = Labels.installation(cluster.instance());
        labels.put(Labels.ROLE, Labels.ROLE_JOB);
        List<Job> jobs = cluster.call(
                "Looking for jobs",
                () -> cluster.client()
                        .batch()
                        .v1()
                        .jobs()
                        .inAnyNamespace()
                        .withLabels(labels)
                        .list()
                        .getItems());
        List<Pod> pods = jobs.isEmpty()
                ? List.of()
                : cluster.call(
                        "Looking for pods of jobs",
                        () -> cluster.client()
                                .pods()
                                .inAnyNamespace()
                                .withLabels(labels)
                                .list()
                                .getItems());
        int removed = 0;
        for (Job job : jobs) {
            RunState state = RunState.of(
                    job, pods.stream().filter(pod -> Changes.owns(job, pod)).toList());
            Instant ended = state.success().map(RunState.Try::endedAt).orElse(state.decidedAt());
            if (!state.active() && ended != null && ended.isBefore(time)) {
                apply.delete(job);
                removed++;
            }
        }
        return removed;
    }

    /** Takes the run to its end, wherever it is. */
    Outcome run(Operation operation, JobRuntime.Job job, StepLog log) {
        operation.check();
        JobObjects objects = new JobObjects(cluster.config(), cluster.names(), job);
        Optional<Job> former = former(objects);
        if (former.isPresent()) {
            log.info("Going on with the run that began at "
                    + former.get().getMetadata().getCreationTimestamp() + "; its lines so far follow again");
        } else {
            namespaces.ensure(operation, job.environment(), log);
            removeEarlier(job.step());
        }
        Job there = former.orElseGet(() -> begin(objects, job));
        try (JobRun run = new JobRun(cluster, logs, operation, job, there, log)) {
            return run.toItsEnd();
        } catch (AbandonedException | CancellationException e) {
            throw e;
        } catch (StepException e) {
            if (e.failure().reason() != Reason.RUNTIME_UNAVAILABLE || neverStarted(job.step())) {
                removeQuietly(operation, job.step(), e);
            }
            throw e;
        }
    }

    /** The Job of a former process, if it got so far. */
    private Optional<Job> former(JobObjects objects) {
        Job wanted = objects.job(Duration.ZERO);
        Optional<Job> there = apply.find(wanted);
        there.filter(found -> !Apply.mine(found, wanted)).ifPresent(found -> {
            throw new StepException(
                    Reason.CONFLICT,
                    "The name of " + Apply.title(found) + " is taken by somebody else's object. Remove it.");
        });
        there.ifPresent(found -> own(objects, found));
        return there;
    }

    private Job begin(JobObjects objects, JobRuntime.Job job) {
        // The pod starts at once: what it needs has to be there first.
        List<Secret> secrets = objects.secrets();
        secrets.forEach(apply::apply);
        Duration left = Duration.between(Instant.now(), job.deadline());
        Duration limit = job.maxDuration().isZero() || job.maxDuration().compareTo(left) > 0 ? left : job.maxDuration();
        Job wanted = objects.job(limit);
        apply.apply(wanted);
        Job there = apply.find(wanted)
                .orElseThrow(() -> new StepException(
                        Reason.RUNTIME_UNAVAILABLE, "The job was removed from the cluster as soon as it was there."));
        own(objects, there);
        return there;
    }

    /** From now on the secrets go with the Job, also if this process is gone by then. */
    private void own(JobObjects objects, Job there) {
        objects.secrets().forEach(secret -> {
            if (apply.find(secret)
                    .filter(found -> found.getMetadata().getOwnerReferences().isEmpty())
                    .isPresent()) {
                apply.apply(JobObjects.owned(secret, there));
            }
        });
    }

    /** What earlier runs of the job left was kept only for the case that they are asked for again. */
    private void removeEarlier(StepRef step) {
        String namespace = namespaces.name(step.environmentId());
        Map<String, String> labels = Labels.service(cluster.instance(), ServiceKey.of(step), Labels.ROLE_JOB);
        List<Job> jobs = apply.list(Job.class, namespace, labels);
        List<Pod> pods = jobs.isEmpty() ? List.of() : apply.list(Pod.class, namespace, labels);
        for (Job job : jobs) {
            RunState state = RunState.of(
                    job, pods.stream().filter(pod -> Changes.owns(job, pod)).toList());
            if (attempt(job) < step.attempt() && !state.active()) {
                apply.delete(job);
            }
        }
    }

    private static long attempt(Job job) {
        try {
            return Long.parseLong(Apply.label(job, Labels.ATTEMPT));
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    private static boolean wasForDeletion(Job job) {
        return JobEvent.DELETE.name().equals(Apply.annotation(job, JobObjects.EVENT));
    }

    private List<Job> runs(StepRef step) {
        return apply.list(
                Job.class, namespaces.name(step.environmentId()), JobObjects.selector(cluster.config(), step));
    }

    private boolean neverStarted(StepRef step) {
        try {
            List<Pod> pods = apply.list(
                    Pod.class, namespaces.name(step.environmentId()), JobObjects.selector(cluster.config(), step));
            return runs(step).stream().allMatch(job -> RunState.of(job, pods).first() == null);
        } catch (StepException _) {
            return false;
        }
    }

    /** A run that will never be asked for again must not start behind its failure's back. */
    private void removeQuietly(Operation operation, StepRef step, StepException failure) {
        try {
            remove(operation, step, runs(step));
        } catch (StepException e) {
            failure.addSuppressed(e);
        }
    }

    private void remove(Operation operation, StepRef step, List<Job> runs) {
        String namespace = namespaces.name(step.environmentId());
        Map<String, String> labels = JobObjects.selector(cluster.config(), step);
        for (Job job : runs) {
            String name = job.getMetadata().getName();
            // Gone only when its pods are: the process must have ended when this is over.
            cluster.call(
                    "Deleting job " + name,
                    () -> cluster.client()
                            .resource(job)
                            .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                            .delete());
            CompletableFuture<List<Job>> gone = cluster.call(
                    "Watching job " + name,
                    () -> cluster.client()
                            .batch()
                            .v1()
                            .jobs()
                            .inNamespace(namespace)
                            .withName(name)
                            .informOnCondition(List::isEmpty));
            try {
                if (!operation.await(gone, cluster.config().deletionTimeout())) {
                    throw new StepException(
                            Reason.RUNTIME_UNAVAILABLE,
                            "Job " + name + " in namespace " + namespace + " is being deleted, but does not go away"
                                    + " within "
                                    + cluster.config().deletionTimeout().toSeconds()
                                    + " s: its pod's node may be lost.");
                }
            } finally {
                gone.cancel(true);
            }
        }
        // Those that no Job owns yet, because a process ended just before.
        apply.list(Secret.class, namespace, labels).forEach(apply::delete);
    }
}
