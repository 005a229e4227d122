package io.slipway.gateway.domain.catalog;

import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What gets private repositories from a git provider.
 *
 * @param server the only place that it is sent to
 * @param workspace where Bitbucket keeps the repositories; kept and answered
 * @param token ciphertext
 * @param expiresAt when the provider takes it no longer, as far as people said; null = not known
 */
public record GitToken(
        UUID id,
        UUID organizationId,
        String name,
        @Nullable String description,
        Provider type,
        GitServer server,
        @Nullable String workspace,
        String token,
        @Nullable Instant expiresAt,
        Instant createdAt,
        Instant updatedAt) {

    /** The user name that the provider wants beside a token. */
    public String username() {
        return switch (type) {
            case GITHUB -> "x-access-token";
            case GITLAB -> "oauth2";
            case BITBUCKET -> "x-token-auth";
        };
    }

    /** Whether it may be sent to fetch the repository at {@code url}: to its own server, encrypted. */
    public boolean fits(String url) {
        return server.serves(url);
    }

    @Override
    public String toString() {
        return "GitToken[" + name + " " + type + "]";
    }
}
