package io.slipway.events.work;

import io.slipway.events.Copies;

/**
 * Why a step failed, in words that its user understands.
 *
 * @param reason kind of failure
 * @param message one or a few sentences: what happened, where, and what to do; never a secret value
 */
public record StepFailure(Reason reason, String message) {

    public StepFailure {
        Copies.required(reason, "reason");
        message = message == null ? "" : message;
    }

    /** Kinds of failure; {@link #userError()} tells whose they are to mend. */
    public enum Reason {
        /** The repository, branch or commit cannot be read. */
        GIT_UNAVAILABLE(true),
        /** Root path, Dockerfile or target stage do not exist or lead out of the repository. */
        INVALID_SOURCE(true),
        /** A command of the Dockerfile failed, or the Dockerfile is wrong. */
        BUILD_FAILED(true),
        /** The image cannot be pulled or pushed. */
        IMAGE_UNAVAILABLE(true),
        /** The process ended instead of staying up. */
        CRASHED(true),
        /** The process stays up, but its readiness probe fails. */
        NOT_READY(true),
        /** It took more memory than it was given. */
        OUT_OF_MEMORY(true),
        /** The job ended with an exit code other than 0 at its last try. */
        JOB_FAILED(true),
        /** The job ran longer than its maximum duration. */
        MAX_DURATION_EXCEEDED(true),
        /** The job's output file is not as it must be. */
        INVALID_OUTPUT(true),
        /** A variable refers to itself or to an unknown one. */
        INVALID_VARIABLE(true),
        /** The configuration asks for something that this runtime does not have. */
        UNSUPPORTED(true),
        /** A port, name or volume is taken by somebody else. */
        CONFLICT(true),
        /** The step's deadline passed. */
        DEADLINE_EXCEEDED(false),
        /** The container engine or cluster did not answer or refused. */
        RUNTIME_UNAVAILABLE(false),
        /** An error inside Slipway. */
        INTERNAL(false);

        private final boolean userError;

        Reason(boolean userError) {
            this.userError = userError;
        }

        /** Whether the environment's owner can mend it; otherwise it is the platform operator's. */
        public boolean userError() {
            return userError;
        }
    }
}
