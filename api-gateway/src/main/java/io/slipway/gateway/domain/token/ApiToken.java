package io.slipway.gateway.domain.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What stands for whoever sends a request: an API token, without its secret; or, for as long as they prove who they are,
 * a member of the organization, by the e-mail address.
 *
 * @param createdBy name of the token that made it
 * @param role what it may do
 * @param expiresAt when it is worth nothing any more; null = never
 */
public record ApiToken(
        UUID id,
        UUID organizationId,
        String name,
        @Nullable String description,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastUsedAt,
        Role role,
        @Nullable Instant expiresAt) {

    /** Whether it still counts. */
    public boolean isValid(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
