package io.slipway.gateway.rest.body;

import io.slipway.gateway.app.error.ApiException;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import java.util.function.Supplier;

/** For ids inside of bodies: a refusal tells which field led nowhere. */
public final class References {

    private References() {}

    /** Does something with the id of a field; that there is no such thing is said of the field. */
    public static <T> Uni<T> named(String field, UUID id, Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .deferred(work::get)
                .onFailure(ApiException.NotFound.class)
                .transform(failure -> failure.id().equals(id) ? failure.in(field) : failure);
    }
}
