package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.VariableView;
import io.slipway.gateway.domain.catalog.VariableViews;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Finds what variables belong to: to read what it sees, or locked to change what it has. */
@ApplicationScoped
public class VariableParents {

    private final Changes changes;
    private final Snapshots snapshots;
    private final EnvironmentStore environments;
    private final ProjectStore projects;
    private final VariableStore variables;
    private final Transactions transactions;

    @Inject
    public VariableParents(
            Changes changes,
            Snapshots snapshots,
            EnvironmentStore environments,
            ProjectStore projects,
            VariableStore variables,
            Transactions transactions) {
        this.changes = changes;
        this.snapshots = snapshots;
        this.environments = environments;
        this.projects = projects;
        this.variables = variables;
        this.transactions = transactions;
    }

    /** Everything that a project, environment or service sees: its own, that of wider scopes, and what is built in. */
    public Uni<List<VariableView>> visible(ParentScope scope, UUID parentId) {
        return transactions.run(() -> switch (scope) {
            case PROJECT ->
                projects.project(parentId)
                        .map(Found.or("project", parentId))
                        .chain(() -> variables.ofProject(parentId))
                        .map(all -> VariableViews.ofProject(all).visibleTo(null));
            case ENVIRONMENT ->
                environments
                        .environment(parentId)
                        .map(Found.or("environment", parentId))
                        .chain(snapshots::of)
                        .map(snapshot -> VariableViews.of(snapshot).visibleTo(null));
            case APPLICATION, CONTAINER, JOB ->
                service(scope, parentId)
                        .chain(service -> environments
                                .environment(service.environmentId())
                                .map(Found.or("environment", service.environmentId())))
                        .chain(snapshots::of)
                        .map(snapshot -> VariableViews.of(snapshot).visibleTo(parentId));
        });
    }

    /** The built-in variables that an environment or a service of any type sees. */
    public Uni<List<VariableView>> builtIn(UUID parentId) {
        return transactions.run(() -> environments
                .service(parentId)
                .chain(service -> environments
                        .environment(service.map(Service::environmentId).orElse(parentId))
                        .map(Found.or("environment or service", parentId))
                        .chain(snapshots::of)
                        .map(snapshot ->
                                VariableViews.of(snapshot)
                                        .visibleTo(service.map(Service::id).orElse(null))
                                        .stream()
                                        .filter(VariableView::builtIn)
                                        .toList())));
    }

    /** Locks the parent that a request names and changes its variables. */
    <T> Uni<T> change(ParentScope scope, UUID parentId, Function<VariableParent, Uni<T>> change) {
        return switch (scope) {
            case PROJECT -> change(new Owner.OfProject(parentId), change);
            case ENVIRONMENT -> change(new Owner.OfEnvironment(parentId), change);
            case APPLICATION, CONTAINER, JOB ->
                transactions.run(() -> environments
                        .environmentOfService(parentId)
                        .map(Found.or(scope.name().toLowerCase(java.util.Locale.ROOT), parentId))
                        .chain(environment -> change(new Owner.OfService(parentId, environment), parent -> {
                            requireType(parent, scope, parentId);
                            return change.apply(parent);
                        })));
        };
    }

    /** Locks the owner and changes its variables. */
    <T> Uni<T> change(Owner owner, Function<VariableParent, Uni<T>> change) {
        return switch (owner) {
            case Owner.OfProject(UUID id) ->
                changes.ofProject(
                        id,
                        project -> variables
                                .ofProject(id)
                                .chain(all -> change.apply(new VariableParent(owner, id, null, all))));
            case Owner.OfEnvironment(UUID id) ->
                changes.ofEnvironment(id, snapshot -> change.apply(parent(owner, snapshot)));
            case Owner.OfService(UUID _, UUID environmentId) ->
                changes.ofEnvironment(environmentId, snapshot -> change.apply(parent(owner, snapshot)));
        };
    }

    private static VariableParent parent(Owner owner, Snapshot snapshot) {
        Environment environment = snapshot.environment();
        return new VariableParent(owner, environment.projectId(), snapshot, snapshot.variables());
    }

    private Uni<Service> service(ParentScope scope, UUID id) {
        return environments
                .service(id)
                .map(found ->
                        found.filter(service -> scope.serviceType().stream().anyMatch(service.type()::equals)))
                .map(Found.or(scope.name().toLowerCase(java.util.Locale.ROOT), id));
    }

    private static void requireType(VariableParent parent, ParentScope scope, UUID id) {
        ServiceType type = scope.serviceType().orElseThrow();
        Snapshot snapshot = parent.snapshot();
        if (snapshot == null
                || snapshot.service(id)
                        .filter(service -> service.type() == type)
                        .isEmpty()) {
            throw new ApiException.NotFound(type.lowerCase(), id);
        }
    }
}
