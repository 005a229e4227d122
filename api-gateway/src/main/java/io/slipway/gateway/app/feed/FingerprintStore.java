package io.slipway.gateway.app.feed;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Keeps fingerprints of what was deployed, to tell whether what runs is what is configured. */
public interface FingerprintStore {

    /** A service now runs as it was configured in this version of its environment's configuration. */
    Uni<Void> deployed(UUID environmentId, UUID serviceId, long specVersion);

    /** Nothing of the service runs or can be started any more. */
    Uni<Void> removed(UUID environmentId, UUID serviceId);
}
