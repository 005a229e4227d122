package io.slipway.platform.registry;

/** A registry does not do what it was asked for; the message says which and why. */
public final class RegistryException extends RuntimeException {

    RegistryException(String message) {
        super(message);
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
