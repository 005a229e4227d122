package io.slipway.gateway.app.member;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells who somebody is by what an identity provider has signed. */
public interface Identities {

    /**
     * The person that a token was issued to.
     *
     * @return empty if the token proves nothing here; fails if that cannot be found out at the moment
     */
    Uni<Optional<Person>> verify(String token);

    /**
     * Somebody whose address is verified.
     *
     * @param expiresAt end of the proof
     */
    record Person(String email, @Nullable String name, Instant expiresAt) {}
}
