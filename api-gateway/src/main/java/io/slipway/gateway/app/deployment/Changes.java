package io.slipway.gateway.app.deployment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Tells that something about an environment's picture changed, to all instances of the gateway. */
public interface Changes {

    /** Tells it when the caller's transaction is committed; there has to be one. */
    Uni<Void> announce(UUID environmentId);

    /**
     * A signal for each change from now on. A subscriber that is slow gets one signal for all that it missed; nobody waits
     * for it. Signals may also come when nothing changed.
     */
    Multi<UUID> of(UUID environmentId);
}
