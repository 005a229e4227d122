package io.slipway.runtime;

import io.slipway.events.work.StepFailure;
import io.slipway.kit.work.StepException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages in tests. */
public final class Stages {

    private static final int PATIENCE_SECONDS = 120;

    private Stages() {}

    public static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result within " + PATIENCE_SECONDS + " s", e);
        }
    }

    /** The failure that the stage ends with. */
    public static Throwable failure(CompletionStage<?> stage) {
        try {
            Object value = get(stage);
            throw new AssertionError("it did not fail but gave " + value);
        } catch (RuntimeException e) {
            return e;
        }
    }

    /** The step's failure that the stage ends with. */
    public static StepFailure stepFailure(CompletionStage<?> stage) {
        Throwable failure = failure(stage);
        if (failure instanceof StepException step) {
            return step.failure();
        }
        throw new AssertionError("it did not fail with a StepException", failure);
    }
}
