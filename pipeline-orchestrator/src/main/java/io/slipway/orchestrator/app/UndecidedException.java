package io.slipway.orchestrator.app;

/** An event could not be decided or written because of an error in Slipway; nothing has changed. */
public final class UndecidedException extends RuntimeException {

    UndecidedException(RuntimeException cause) {
        super(cause.toString(), cause);
    }
}
