package io.slipway.gateway.rest.socket;

import io.slipway.gateway.domain.token.ApiToken;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out who has come, and whether they may still be here. */
@FunctionalInterface
interface Recognition {

    /**
     * Whose token this is; empty if it is none, or none any more.
     *
     * @param organizationId where its owner wants to act; null = where it belongs
     */
    Uni<Optional<ApiToken>> recognise(String token, @Nullable UUID organizationId);
}
