package io.slipway.gateway.app.error;

import java.util.Optional;
import java.util.function.Function;

/** For what has to be there. */
public final class Found {

    private Found() {}

    /** The value, or {@link ApiException.NotFound}; for example {@code .map(Found.or("environment", id))}. */
    public static <T> Function<Optional<T>, T> or(String what, Object id) {
        return found -> found.orElseThrow(() -> new ApiException.NotFound(what, id));
    }
}
