package io.slipway.orchestrator.domain.lifecycle;

/** Where one service stands within one deployment. */
public enum StepState {
    /** Waits for its stage and a build permit. */
    AWAITING_BUILD,
    /** A build worker has it. Holds a build permit. */
    BUILDING,
    /** Has its image, or needs none; waits for its stage's deploy phase and a deploy permit. */
    AWAITING_DEPLOY,
    /** A deploy worker brings the service to its state. Holds a deploy permit. */
    DEPLOYING,
    /** A deploy worker runs the job. Holds a deploy permit. */
    RUNNING_JOB,
    /** The job succeeded, its outputs are being read. Holds a deploy permit. */
    HARVESTING,
    /** The build was told to stop. */
    CANCELING_BUILD,
    /** The rollout was told to stop and to roll back. */
    CANCELING_DEPLOY,
    /** The job was told to stop. */
    CANCELING_JOB,
    /** The service has its new state. */
    SUCCEEDED,
    /** There is no image. */
    BUILD_ERROR,
    /** The rollout or job failed. */
    FAILED,
    /** Was in flight when the deployment was cancelled. */
    CANCELED,
    /** The deployment ended before anything was done; the service keeps the state that it had. */
    NOT_REACHED;

    /** Whether nothing follows within the deployment. */
    public boolean terminal() {
        return switch (this) {
            case SUCCEEDED, BUILD_ERROR, FAILED, CANCELED, NOT_REACHED -> true;
            case AWAITING_BUILD,
                    BUILDING,
                    AWAITING_DEPLOY,
                    DEPLOYING,
                    RUNNING_JOB,
                    HARVESTING,
                    CANCELING_BUILD,
                    CANCELING_DEPLOY,
                    CANCELING_JOB -> false;
        };
    }

    /** Whether it keeps the next stage from starting for good. */
    public boolean failed() {
        return this == BUILD_ERROR || this == FAILED;
    }
}
