package io.slipway.gateway.db.catalog;

import static io.slipway.gateway.db.catalog.Repositories.all;
import static io.slipway.gateway.db.catalog.Repositories.read;

import io.slipway.gateway.app.catalog.VariableStore;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.JobOutput;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class VariableDb implements VariableStore {

    private static final String IN_PROJECT =
            "(projectId = ?2" + " or environmentId in (select e.id from EnvironmentEntity e where e.projectId = ?2))";

    private final Repositories.Variables variables;
    private final Repositories.JobOutputs outputs;

    @Inject
    VariableDb(Repositories.Variables variables, Repositories.JobOutputs outputs) {
        this.variables = variables;
        this.outputs = outputs;
    }

    @Override
    public Uni<Optional<Owner>> ownerOf(UUID variableId) {
        // The columns are final: a variable never changes its owner.
        return read(() -> variables
                .find(
                        "select v.projectId, v.environmentId, v.serviceId from VariableEntity v where v.id = ?1",
                        variableId)
                .project(OwnerColumns.class)
                .firstResult()
                .map(columns -> Optional.ofNullable(columns).map(OwnerColumns::owner)));
    }

    @Override
    public Uni<List<CatalogVariable>> ofProject(UUID projectId) {
        return read(() -> all(variables.list("projectId = ?1 order by key, id", projectId), VariableEntity::toDomain));
    }

    @Override
    public Uni<List<CatalogVariable>> ofEnvironment(UUID environmentId) {
        return read(() ->
                all(variables.list("environmentId = ?1 order by key, id", environmentId), VariableEntity::toDomain));
    }

    @Override
    public Uni<List<CatalogVariable>> pointingTo(Collection<UUID> targetIds, UUID projectId) {
        return targetIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : read(() -> all(
                        variables.list("targetId in ?1 and " + IN_PROJECT, targetIds, projectId),
                        VariableEntity::toDomain));
    }

    @Override
    public Uni<Boolean> hasKey(UUID ownerId, String key) {
        return read(() ->
                variables.count("parentId = ?1 and key = ?2", ownerId, key).map(count -> count > 0));
    }

    @Override
    public Uni<List<JobOutput>> outputsOf(UUID environmentId) {
        return read(() ->
                all(outputs.list("environmentId = ?1 order by jobId, name", environmentId), JobOutputEntity::toDomain));
    }

    @Override
    public Uni<Void> save(CatalogVariable variable) {
        return Repositories.save(variables, variable.id(), VariableEntity::new, row -> row.apply(variable));
    }

    @Override
    public Uni<Void> delete(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : variables.delete("id in ?1", ids).replaceWithVoid();
    }
}
