package io.slipway.runtime.kubernetes.job;

import io.slipway.events.work.StepRef;
import io.slipway.runtime.JobRuntime;
import io.slipway.runtime.StepLog;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.client.Namespaces;
import io.slipway.runtime.kubernetes.client.PodLogs;
import io.slipway.runtime.operation.Operation;
import io.slipway.runtime.operation.Operations;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** {@link JobRuntime} on a cluster. */
public final class KubernetesJobRuntime implements JobRuntime {

    /** How output locations name this runtime. */
    public static final String RUNTIME = "kubernetes";

    /** Name of the container that keeps the output file. */
    public static final String HOLDER = "holder";

    private final Runs runs;
    private final Operations operations;

    /** Works on {@code cluster}. */
    public KubernetesJobRuntime(
            Cluster cluster, Apply apply, Namespaces namespaces, PodLogs logs, Operations operations) {
        this.runs = new Runs(cluster, apply, namespaces, logs);
        this.operations = operations;
    }

    @Override
    public CompletionStage<Outcome> run(Job job, StepLog log) {
        return operations.submit(job.step(), job.deadline(), operation -> runs.run(operation, job, log));
    }

    @Override
    public CompletionStage<Void> kill(StepRef step) {
        operations.cancel(step);
        return release(step);
    }

    @Override
    public CompletionStage<Void> release(StepRef step) {
        return operations
                .submit(step, Operation.NO_DEADLINE, operation -> {
                    runs.release(operation, step);
                    return true;
                })
                .thenAccept(_ -> {});
    }

    /**
     * Removes what is left of runs that ended before {@code time}: nobody asks for them any more. Blocks.
     *
     * @return how many runs
     */
    public int releaseEndedBefore(Instant time) {
        return runs.releaseEndedBefore(time);
    }
}
