package io.slipway.gateway.app.deployment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells that something about an environment changed, to all instances of the gateway. A subscriber that is slow gets one
 * signal for all that it missed; nobody waits for it. Signals may also come when nothing changed.
 */
public interface Changes {

    /** Tells that its picture changed when the caller's transaction is committed; there has to be one. */
    default Uni<Void> announce(UUID environmentId) {
        return announce(Set.of(environmentId));
    }

    /** The same for several environments. */
    Uni<Void> announce(Collection<UUID> environmentIds);

    /** The same for lines of its deployments' logs. */
    Uni<Void> announceLines(Set<UUID> environmentIds);

    /** A signal for each change of an environment's picture from now on. */
    Multi<UUID> of(UUID environmentId);

    /**
     * The environment of a project whose picture changed, for each change from now on; empty = any of them may have changed.
     * Nothing is left out, so whoever takes the signals must not be slow.
     */
    Multi<Optional<UUID>> ofProject(UUID projectId);

    /** The same for an organization. */
    Multi<Optional<UUID>> ofOrganization(UUID organizationId);

    /** A signal for all lines that are added from now on, and when a deployment begins. */
    Multi<UUID> ofLines(UUID environmentId);
}
