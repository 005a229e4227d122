package io.slipway.gateway.app.history;

import io.slipway.gateway.domain.history.DeploymentRecord;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps deployments. */
public interface HistoryStore {

    /** The deployment with this id. */
    Uni<Optional<DeploymentRecord>> find(UUID environmentId, String deploymentId);

    /** Those of these deployments that there are. */
    Uni<List<DeploymentRecord>> find(Collection<DeploymentKey> deployments);

    /** The deployment that a request became part of. */
    Uni<Optional<DeploymentRecord>> findByRequest(UUID environmentId, String requestId);

    /** Those of an environment, newest first, at most {@code limit}, older than {@code before} if that is given. */
    Uni<List<DeploymentRecord>> ofEnvironment(UUID environmentId, int limit, @Nullable String before);

    /** Those that a service takes part in, newest first, at most {@code limit}. */
    Uni<List<DeploymentRecord>> ofService(UUID environmentId, String serviceId, int limit);

    /** Inserts or updates; new ones become the newest in this order. */
    Uni<Void> save(List<DeploymentRecord> deployments);

    /**
     * Removes what is too old of these environments: deployments beyond the number that is kept, and logs of those beyond
     * the number whose logs are kept; the log of the newest failure stays.
     */
    Uni<Void> prune(Collection<UUID> environmentIds);

    /** What tells one deployment from another. */
    record DeploymentKey(UUID environmentId, String deploymentId) {}
}
