package io.slipway.gateway.app.token;

import io.slipway.gateway.domain.token.ApiToken;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps tokens by their hashes. */
public interface TokenStore {

    /**
     * The token with this hash; notes that it was used, to the minute. Needs neither session nor transaction.
     */
    Uni<Optional<ApiToken>> use(byte[] hash, Instant now);

    /** The tokens of an organization, by name. */
    Uni<List<ApiToken>> tokensOf(UUID organizationId);

    /** Adds a token; its hash is unique. */
    Uni<Void> add(ApiToken token, byte[] hash);

    /** Adds a token, or gives the one with its name this hash. Needs neither session nor transaction. */
    Uni<Void> replaceByName(ApiToken token, byte[] hash);

    /** Whether there was one to delete. */
    Uni<Boolean> delete(UUID organizationId, UUID tokenId);
}
