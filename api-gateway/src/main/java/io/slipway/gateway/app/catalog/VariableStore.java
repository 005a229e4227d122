package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.JobOutput;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps variables and the outputs of jobs. */
public interface VariableStore {

    /** What a variable belongs to; reads no more than that, so it may come before the lock. */
    Uni<Optional<Owner>> ownerOf(UUID variableId);

    /** A project's own variables. */
    Uni<List<CatalogVariable>> ofProject(UUID projectId);

    /** An environment's own variables and those of its services. */
    Uni<List<CatalogVariable>> ofEnvironment(UUID environmentId);

    /** Those of all environments of a project that point to one of {@code targetIds}. */
    Uni<List<CatalogVariable>> pointingTo(Collection<UUID> targetIds, UUID projectId);

    /** Whether this project, environment or service has a variable of its own with this key. */
    Uni<Boolean> hasKey(UUID ownerId, String key);

    Uni<List<JobOutput>> outputsOf(UUID environmentId);

    Uni<Void> save(CatalogVariable variable);

    Uni<Void> delete(Collection<UUID> ids);
}
