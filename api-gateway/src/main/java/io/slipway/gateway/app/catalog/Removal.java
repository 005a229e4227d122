package io.slipway.gateway.app.catalog;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.UUID;

/** Takes out of the catalog what no longer runs; what is not there any more is no error. */
public interface Removal {

    /**
     * Forgets an environment with everything in it; its configuration topic gets a tombstone. To be called when nothing
     * of it runs: never deployed, or deleted.
     */
    Uni<Void> forgetEnvironment(UUID environmentId);

    /** Forgets services of one environment, with their variables, and publishes the environment's configuration anew. */
    Uni<Void> forgetServices(UUID environmentId, Collection<UUID> serviceIds);
}
