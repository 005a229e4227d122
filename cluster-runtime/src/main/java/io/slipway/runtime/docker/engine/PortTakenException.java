package io.slipway.runtime.docker.engine;

/** A container cannot start because a port of the machine that it publishes is taken. */
public final class PortTakenException extends RuntimeException {

    PortTakenException(String message) {
        super(message);
    }
}
