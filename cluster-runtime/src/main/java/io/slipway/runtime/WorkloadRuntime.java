package io.slipway.runtime;

import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepRef;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Brings long-running services and schedules to a state and keeps them there.
 *
 * <p>Every operation may be repeated with the same step, also by another process after a crash: what the step has
 * created already is adopted. A step older than the newest one that touched the service is refused with a
 * {@link StaleStepException}. While one operation on a service runs, the next waits. {@link #cancel} ends the running
 * one, whose stage then fails with a {@link java.util.concurrent.CancellationException}, and restores what ran before.
 */
public interface WorkloadRuntime {

    /**
     * Brings {@code workload} to run. The previous version serves until the new one is ready, and goes on serving if the
     * new one does not get ready; the stage then fails with the reason.
     *
     * @param deadline when to give the rollout up
     */
    CompletionStage<Applied> apply(StepRef step, Workload workload, Instant deadline, StepLog log);

    /** Stops the service's processes and pauses its schedule; its volumes and addresses are kept. */
    CompletionStage<Applied> stop(StepRef step, StepLog log);

    /**
     * Restarts the instances one after the other, each when the one before is ready.
     *
     * @param service the configuration that tells when an instance is ready
     */
    CompletionStage<Applied> restart(StepRef step, Workload service, Instant deadline, StepLog log);

    /** Removes everything of the service, volumes too, and the environment's network with its last service. */
    CompletionStage<Applied> delete(StepRef step, StepLog log);

    /**
     * Ends what {@code step} does or did and removes what it created; the previous version is restored. Completes when
     * that is done; does nothing if the step is unknown or has been completed.
     */
    CompletionStage<Void> cancel(StepRef step);

    /**
     * A target state was reached.
     *
     * @param unchanged nothing had to be touched
     * @param endpoints where the published ports are reachable
     */
    record Applied(boolean unchanged, List<Endpoint> endpoints) {

        public Applied {
            endpoints = List.copyOf(endpoints);
        }
    }
}
