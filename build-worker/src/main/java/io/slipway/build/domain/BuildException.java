package io.slipway.build.domain;

import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepFailure.Reason;

/** The build cannot succeed, for a reason that its user understands. */
public final class BuildException extends RuntimeException {

    private final transient StepFailure failure;

    public BuildException(Reason reason, String message) {
        this(new StepFailure(reason, message));
    }

    public BuildException(StepFailure failure) {
        super(failure.reason() + ": " + failure.message());
        this.failure = failure;
    }

    /** What becomes the build's result. */
    public StepFailure failure() {
        return failure;
    }
}
