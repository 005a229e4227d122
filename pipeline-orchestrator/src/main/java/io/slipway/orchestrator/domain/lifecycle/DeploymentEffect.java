package io.slipway.orchestrator.domain.lifecycle;

/** What a deployment's transition does besides changing its phase. */
public enum DeploymentEffect {
    /** Append it to the queue. */
    ENQUEUE,
    /** Publish the refusal. */
    REJECT,
    /** Take it out of the queue, or out of those that wait for a configuration. */
    REMOVE,
    /** Plan it and queue its services. */
    START,
    /** Go on to the next stage. */
    OPEN_NEXT_STAGE,
    /** Cancel its steps; running jobs are left to finish. */
    CANCEL_STEPS,
    /** Cancel its steps, running jobs included. */
    CANCEL_STEPS_FORCED,
    /** Services of later stages keep the state that they had; publish the end and take the next from the queue. */
    CONCLUDE,
    /** Publish the cancellation of all attempts in flight and the end; wait for nobody. */
    ABANDON
}
