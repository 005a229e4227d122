package io.slipway.gateway.rest.body;

import java.util.List;
import java.util.function.Function;

/** How the contract writes lists. */
public record ListBody<T>(List<T> results) {

    public static <D, T> ListBody<T> of(List<D> all, Function<D, T> body) {
        return new ListBody<>(all.stream().map(body).toList());
    }
}
