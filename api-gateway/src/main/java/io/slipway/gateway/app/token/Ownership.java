package io.slipway.gateway.app.token;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** Tells which organization something belongs to; that never changes. Needs neither session nor transaction. */
public interface Ownership {

    /** The organization; empty if there is no such thing. */
    Uni<Optional<UUID>> organizationOf(Kind kind, UUID id);

    /** What an id is of. */
    enum Kind {
        PROJECT,
        ENVIRONMENT,
        SERVICE,
        STAGE,
        VARIABLE,
        REQUEST,
        /** A project, an environment or a service. */
        PARENT
    }
}
