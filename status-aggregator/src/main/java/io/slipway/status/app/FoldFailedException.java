package io.slipway.status.app;

/** The core failed on an event: nothing was changed. The event belongs in the dead letter topic. */
public final class FoldFailedException extends RuntimeException {

    FoldFailedException(String message, RuntimeException cause) {
        super(message, cause);
    }
}
