package io.slipway.kit.retry;

/**
 * Something that the service depends on (database, container engine) does not answer. The event is not at fault: it is
 * tried again, with growing and capped delays, until the dependency answers.
 */
public final class DependencyUnavailableException extends RuntimeException {

    public DependencyUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
