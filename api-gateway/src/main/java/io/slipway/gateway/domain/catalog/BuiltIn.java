package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A variable that follows from the catalog; it is never stored.
 *
 * @param about the service that it tells of; null = it tells of the environment
 * @param onlyFor the one service that sees it; null = all do
 * @param value ciphertext if secret; a plain template over a secret one counts as secret too
 * @param secret whether its value must not be shown
 */
public record BuiltIn(
        UUID id,
        String key,
        @Nullable Service about,
        @Nullable UUID onlyFor,
        Value value,
        boolean secret) {

    /** Whether this service sees it. */
    public boolean visibleTo(UUID serviceId) {
        return onlyFor == null || onlyFor.equals(serviceId);
    }

    /** The service that it tells of. */
    public Optional<Service> service() {
        return Optional.ofNullable(about);
    }
}
