package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.rest.deployment.Contract;
import io.vertx.core.MultiMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The parameters of a socket. A parameter without a value counts as absent. */
final class SocketQuery {

    private final MultiMap parameters;

    SocketQuery(MultiMap parameters) {
        this.parameters = parameters;
    }

    /** The text, or null. */
    @Nullable
    String text(String name) {
        String value = parameters.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    /** The id, or null. */
    @Nullable
    UUID optionalId(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        UUID id = Contract.uuid(text);
        if (id == null) {
            throw new ApiException.Invalid(name, "must be an id");
        }
        return id;
    }

    /** The id. */
    UUID id(String name) {
        UUID id = optionalId(name);
        if (id == null) {
            throw new ApiException.Invalid(name, "is needed");
        }
        return id;
    }
}
