package io.slipway.kit.work;

import io.slipway.events.work.StepFailure;
import org.jspecify.annotations.Nullable;

/** A step failed for a reason that its result is to carry. Never retried by the kit: the handler answers with it. */
public final class StepException extends RuntimeException {

    private final transient StepFailure failure;

    public StepException(StepFailure failure) {
        this(failure, null);
    }

    public StepException(StepFailure failure, @Nullable Throwable cause) {
        super(failure.reason() + ": " + failure.message(), cause);
        this.failure = failure;
    }

    public StepException(StepFailure.Reason reason, String message) {
        this(new StepFailure(reason, message), null);
    }

    public StepException(StepFailure.Reason reason, String message, @Nullable Throwable cause) {
        this(new StepFailure(reason, message), cause);
    }

    /** Why, in words that the user understands. */
    public StepFailure failure() {
        return failure;
    }
}
