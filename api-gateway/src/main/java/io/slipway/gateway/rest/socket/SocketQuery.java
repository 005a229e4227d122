package io.slipway.gateway.rest.socket;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.rest.deployment.Contract;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a socket. A parameter without a value counts as absent. */
final class SocketQuery {

    private static final Pattern MILLIS = Pattern.compile("\\d{1,15}");

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

    /** The time, or null. */
    @Nullable
    Instant optionalTime(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return MILLIS.matcher(text).matches() ? Instant.ofEpochMilli(Long.parseLong(text)) : Instant.parse(text);
        } catch (DateTimeParseException _) {
            throw new ApiException.Invalid(name, "must be milliseconds since 1970 or a time of RFC 3339");
        }
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
