package io.slipway.gateway.app.feed;

import io.slipway.events.spec.EnvironmentSpec;
import io.smallrye.mutiny.Uni;
import java.util.UUID;

/** Keeps fingerprints of the services' configurations, to tell whether what runs is what is configured. */
public interface FingerprintStore {

    /** Keeps the fingerprints of all services as {@code spec} configures them. */
    Uni<Void> remember(EnvironmentSpec spec);

    /** A service now runs as it was configured in this version of its environment's configuration. */
    Uni<Void> deployed(UUID environmentId, UUID serviceId, long specVersion);

    /** Nothing of the service runs or can be started any more. */
    Uni<Void> removed(UUID environmentId, UUID serviceId);
}
