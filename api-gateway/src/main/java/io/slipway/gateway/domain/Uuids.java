package io.slipway.gateway.domain;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * UUIDs as <a href="https://www.rfc-editor.org/rfc/rfc9562#section-4">RFC 9562</a> writes them. {@link UUID#fromString} also
 * takes shorter texts, so that one UUID could be written in several ways.
 */
public final class Uuids {

    private static final Pattern TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private Uuids() {}

    /** Whether this is how a UUID is written. */
    public static boolean isUuid(String text) {
        return TEXT.matcher(text).matches();
    }

    /** The UUID that is written so; empty if it is none or there is no text. */
    public static Optional<UUID> of(@Nullable String text) {
        return text != null && isUuid(text) ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
