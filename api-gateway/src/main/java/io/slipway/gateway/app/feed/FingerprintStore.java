package io.slipway.gateway.app.feed;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Keeps fingerprints of what was deployed, to tell whether what runs is what is configured. */
public interface FingerprintStore {

    /** Services now run as they were configured in these versions of their environments' configurations. */
    Uni<Void> deployed(Map<ServiceKey, Long> specVersions);

    /** Nothing of these services runs or can be started any more. */
    Uni<Void> removed(Collection<ServiceKey> services);

    /** A service of an environment. */
    record ServiceKey(UUID environmentId, UUID serviceId) {}
}
