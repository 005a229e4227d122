package io.slipway.gateway.domain.catalog;

import io.slipway.gateway.domain.git.Provider;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What gets private repositories from a git provider.
 *
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

    /** Whether it may be sent to fetch the repository at {@code url}: to its provider's own host, encrypted. */
    public boolean fits(String url) {
        return fits(type, url);
    }

    /**
     * Whether a token of {@code provider} may be sent to {@code url}. The form is narrow on purpose: an address that two
     * programs could read in two ways fits nothing.
     */
    public static boolean fits(Provider provider, String url) {
        return Pattern.compile(
                        "https://(?:[a-z0-9._~-]+@)?" + Pattern.quote(provider.host()) + "(?::443)?/[^\\s\\\\]+",
                        Pattern.CASE_INSENSITIVE)
                .matcher(url)
                .matches();
    }

    @Override
    public String toString() {
        return "GitToken[" + name + " " + type + "]";
    }
}
