package io.slipway.orchestrator.domain.lifecycle;

/** What can happen to one service within one deployment. */
public enum StepEvent {
    /** Its stage is under way and a build permit is free. */
    BUILD_PERMIT,
    /** Its stage deploys, a deploy permit is free, and it is a long-running service. */
    WORKLOAD_PERMIT,
    /** Its stage deploys, a deploy permit is free, and it is a job. */
    JOB_PERMIT,
    /** Its stage deploys, and there is nothing to do on the cluster. */
    NOTHING_TO_DO,
    /** A permit was free, but the command cannot be made: a variable points to nothing. */
    COMMAND_INVALID,
    /** The build worker has the image. */
    BUILD_SUCCEEDED,
    /** The build worker has none. */
    BUILD_FAILED,
    /** The build worker stopped the build. */
    BUILD_CANCELED,
    /** The deploy worker brought the service to its state. */
    WORKLOAD_REACHED,
    /** The deploy worker could not. */
    WORKLOAD_FAILED,
    /** The deploy worker stopped the rollout and rolled it back. */
    WORKLOAD_CANCELED,
    /** The job ended with success. */
    JOB_SUCCEEDED,
    /** The job failed. */
    JOB_FAILED,
    /** The deploy worker killed the job. */
    JOB_CANCELED,
    /** The collector has the job's outputs. */
    OUTPUTS_HARVESTED,
    /** The collector found outputs that are not as they must be. */
    OUTPUTS_INVALID,
    /** Any of the answers above to a command other than the last. */
    STALE_ANSWER,
    /** What is waited for did not come in time. */
    DEADLINE_PASSED,
    /** The deployment is cancelled. */
    CANCEL,
    /** The deployment is cancelled, running jobs included. */
    CANCEL_FORCED,
    /** A stage before its own failed. */
    DROP
}
