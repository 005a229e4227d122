package io.slipway.runtime.operation;

/** The process ends; what the work has done so far stays, and whoever gets the command again adopts it. */
public final class AbandonedException extends RuntimeException {

    AbandonedException() {
        super("the service stops; the work goes on when it is back");
    }
}
