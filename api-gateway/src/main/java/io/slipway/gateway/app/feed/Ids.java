package io.slipway.gateway.app.feed;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of the catalog in events. What is no UUID is not of this catalog. */
final class Ids {

    private static final int UUID_LENGTH = 36;

    private Ids() {}

    static Optional<UUID> uuid(@Nullable String id) {
        if (id == null || id.length() != UUID_LENGTH) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
