package io.slipway.orchestrator.domain.lifecycle;

/** What a step's transition does besides changing its state. */
public enum StepEffect {
    /** Publish the command under a new attempt and set its deadline. */
    ISSUE_COMMAND,
    /** Remember the image for this and later steps. */
    KEEP_IMAGE,
    /** Set the deadline for the outputs. */
    AWAIT_OUTPUTS,
    /** Remember the outputs for every step started from now on, and settle as succeeded. */
    KEEP_OUTPUTS,
    /** The service has the action's success state. */
    SETTLE_SUCCEEDED,
    /** The service has the action's error state, with the reason. */
    SETTLE_FAILED,
    /** The service is CANCELED. */
    SETTLE_CANCELED,
    /** The service keeps the state that it had before the deployment. */
    RESTORE,
    /** Publish the attempt's cancellation and set the deadline for the worker's answer. */
    WITHDRAW,
    /** Publish the attempt's cancellation and settle as failed without waiting for an answer. */
    GIVE_UP
}
