package io.slipway.runtime.docker.engine;

/** A container cannot join its network because its address there is taken. */
public final class AddressTakenException extends RuntimeException {

    AddressTakenException(String message) {
        super(message);
    }
}
