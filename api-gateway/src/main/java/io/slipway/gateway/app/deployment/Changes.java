package io.slipway.gateway.app.deployment;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.Set;
import java.util.UUID;

/**
 * Tells that something about an environment changed, to all instances of the gateway. A subscriber that is slow gets one
 * signal for all that it missed; nobody waits for it. Signals may also come when nothing changed.
 */
public interface Changes {

    /** Tells that its picture changed when the caller's transaction is committed; there has to be one. */
    Uni<Void> announce(UUID environmentId);

    /** The same for lines of its deployments' logs. */
    Uni<Void> announceLines(Set<UUID> environmentIds);

    /** A signal for each change of an environment's picture from now on. */
    Multi<UUID> of(UUID environmentId);

    /** A signal for each change of the picture of one of a project's environments from now on. */
    Multi<UUID> ofProject(UUID projectId);

    /** A signal for each change of the picture of one of an organization's environments from now on. */
    Multi<UUID> ofOrganization(UUID organizationId);

    /** A signal for all lines that are added from now on, and when a deployment begins. */
    Multi<UUID> ofLines(UUID environmentId);
}
