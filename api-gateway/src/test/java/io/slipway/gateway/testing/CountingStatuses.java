package io.slipway.gateway.testing;

import io.slipway.gateway.app.deployment.StatusStore;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Counts how often the status of each environment is read. */
@Decorator
@Priority(1)
public class CountingStatuses implements StatusStore {

    private static final Map<UUID, Integer> READS = new ConcurrentHashMap<>();

    private final StatusStore statuses;

    @Inject
    CountingStatuses(@Any @Delegate StatusStore statuses) {
        this.statuses = statuses;
    }

    /** How often an environment's status was read since the gateway began. */
    public static int reads(String environmentId) {
        return READS.getOrDefault(UUID.fromString(environmentId), 0);
    }

    @Override
    public Uni<Map<UUID, Known>> known(Collection<UUID> environmentIds) {
        environmentIds.forEach(id -> READS.merge(id, 1, Integer::sum));
        return statuses.known(environmentIds);
    }
}
