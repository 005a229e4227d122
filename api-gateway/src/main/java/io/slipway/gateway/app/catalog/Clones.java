package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Cloning;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Project;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies services and environments with their configuration. Data is never copied, and a copied database has a login of
 * its own. What a copy points to is its own counterpart where there is one.
 */
@ApplicationScoped
public class Clones {

    private final Changes changes;
    private final Snapshots snapshots;
    private final Stores stores;
    private final Transactions transactions;
    private final DatabaseCredentials credentials;
    private final Cluster cluster;
    private final Clock clock;

    @Inject
    public Clones(
            Changes changes,
            Snapshots snapshots,
            Stores stores,
            Transactions transactions,
            DatabaseCredentials credentials,
            Cluster cluster,
            Clock clock) {
        this.changes = changes;
        this.snapshots = snapshots;
        this.stores = stores;
        this.transactions = transactions;
        this.credentials = credentials;
        this.cluster = cluster;
        this.clock = clock;
    }

    /**
     * Copies a service into an environment of the same organization. In its own environment the copy is in the same stage
     * and has the aliases; in another one it lands in the stage of its type, without aliases, and an override of what
     * does not exist there becomes a value.
     */
    public Uni<Services.Described> service(ServiceType type, UUID id, String name, UUID environmentId) {
        return transactions.run(() -> stores.environments()
                .service(id)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), id))
                .chain(original -> environment(original.environmentId())
                        .chain(snapshots::of)
                        .chain(from -> changes.ofEnvironment(environmentId, to -> copy(from, original, to, name)))));
    }

    /**
     * Copies an environment with its stages, services and variables into the same project or another one of the
     * organization.
     */
    public Uni<Environment> environment(UUID id, EnvironmentDraft draft) {
        if (draft.clusterId() != null && !draft.clusterId().equals(cluster.id())) {
            throw new ApiException.Invalid("cluster_id", "is not the id of a cluster of this installation");
        }
        return transactions.run(() -> environment(id).chain(original -> {
            UUID projectId = draft.projectId() == null ? original.projectId() : draft.projectId();
            return stores.projects()
                    .lockProject(projectId)
                    .map(found ->
                            found.filter(project -> project.organizationId().equals(original.organizationId())))
                    .map(Found.or("project", projectId))
                    .chain(project -> stores.environments()
                            .environmentsOf(projectId)
                            .invoke(others -> requireFree(others, draft.name()))
                            .chain(() -> stores.environments().lockEnvironment(id))
                            .map(Found.or("environment", id))
                            .chain(snapshots::of)
                            .chain(from -> copy(from, project, draft)));
        }));
    }

    private Uni<Services.Described> copy(Snapshot from, Service original, Snapshot to, String name) {
        if (!to.environment().organizationId().equals(from.environment().organizationId())) {
            throw new ApiException.NotFound("environment", to.environment().id());
        }
        Services.requireFree(to, name, null);
        boolean sameEnvironment =
                to.environment().id().equals(from.environment().id());
        Cloning cloning = new Cloning(UUID::randomUUID, clock.instant());
        Service.Membership place = sameEnvironment
                ? cloning.membership(
                        original.membership().stageId(), original.membership().skipped())
                : cloning.membership(to.pipeline().landing(original.type()).id(), false);
        Service made = cloning.service(original, to.environment().id(), place, name, login(original));
        if (sameEnvironment) {
            cloning.relate(
                    from.environment(), List.of(original), to.environment(), List.of(made), cluster, from.outputs());
        }
        List<CatalogVariable> variables = cloning.variables(
                from.variables(),
                Map.of(
                        original.id(),
                        new Owner.OfService(made.id(), to.environment().id())),
                sameEnvironment,
                surroundings(to),
                byKey(to.variables()));
        return stores.environments()
                .save(made)
                .chain(() -> saveAll(variables, stores.variables()::save))
                .chain(() -> stores.restrictions().ofService(original.id()))
                .chain(restrictions -> saveAll(
                        restrictions.stream()
                                .map(each -> cloning.restriction(each, made.id()))
                                .toList(),
                        stores.restrictions()::save))
                .replaceWith(() -> Services.described(made, to.registriesById()));
    }

    private Uni<Environment> copy(Snapshot from, Project project, EnvironmentDraft draft) {
        Instant now = clock.instant();
        Cloning cloning = new Cloning(UUID::randomUUID, now);
        Environment original = from.environment();
        Environment made = new Environment(
                UUID.randomUUID(),
                project.id(),
                project.organizationId(),
                cluster.id(),
                draft.name(),
                draft.mode() == null ? original.mode() : draft.mode(),
                0,
                now,
                now);
        Map<UUID, UUID> stages = new HashMap<>();
        List<Stage> copiedStages = from.pipeline().stages().stream()
                .map(stage -> {
                    UUID id = UUID.randomUUID();
                    stages.put(stage.id(), id);
                    return new Stage(
                            id,
                            made.id(),
                            stage.name(),
                            stage.description(),
                            stage.position(),
                            stage.defaultFor(),
                            now,
                            now);
                })
                .toList();
        Map<UUID, Owner> owners = new HashMap<>();
        owners.put(original.id(), new Owner.OfEnvironment(made.id()));
        List<Service> services = new ArrayList<>();
        for (Service service : from.services()) {
            UUID stage = stages.getOrDefault(
                    service.membership().stageId(), copiedStages.getLast().id());
            Service copied = cloning.service(
                    service,
                    made.id(),
                    cloning.membership(stage, service.membership().skipped()),
                    service.name(),
                    login(service));
            services.add(copied);
            owners.put(service.id(), new Owner.OfService(copied.id(), made.id()));
        }
        cloning.relate(original, from.services(), made, services, cluster, from.outputs());
        return stores.variables()
                .ofProject(project.id())
                .chain(ofProject -> stores.environments()
                        .save(made)
                        .chain(() -> saveAll(copiedStages, stores.environments()::save))
                        .chain(() -> saveAll(services, stores.environments()::save))
                        .chain(() -> saveAll(
                                cloning.variables(
                                        from.variables(),
                                        owners,
                                        true,
                                        ofProject.stream()
                                                .map(CatalogVariable::id)
                                                .toList(),
                                        byKey(ofProject)),
                                stores.variables()::save)))
                .chain(() -> stores.restrictions().ofEnvironment(original.id()))
                .chain(restrictions -> saveAll(
                        restrictions.stream()
                                .flatMap(each -> Stream.ofNullable(owners.get(each.serviceId()))
                                        .map(owner -> cloning.restriction(each, owner.id())))
                                .toList(),
                        stores.restrictions()::save))
                .chain(() -> changes.publish(made.id()))
                .replaceWith(made);
    }

    private Cloning.@Nullable Login login(Service original) {
        if (original.config() instanceof DatabaseConfig database) {
            DatabaseCredentials.Credentials made = credentials.generate(database.engine());
            return new Cloning.Login(made.login(), made.password(), made.databaseName());
        }
        return null;
    }

    /** What a service of this environment may point to beside its own. */
    private static Set<UUID> surroundings(Snapshot to) {
        Set<UUID> ids = new HashSet<>();
        to.variables().stream()
                .filter(variable -> !(variable.owner() instanceof Owner.OfService))
                .forEach(variable -> ids.add(variable.id()));
        to.builtIns().stream().filter(each -> each.onlyFor() == null).forEach(each -> ids.add(each.id()));
        return ids;
    }

    /** Variables that an override may be of, the narrower scope before the wider. */
    private static Map<String, UUID> byKey(List<CatalogVariable> variables) {
        Map<String, UUID> ids = new HashMap<>();
        for (CatalogVariable variable : variables) {
            switch (variable.owner()) {
                case Owner.OfEnvironment _ -> ids.put(variable.key(), variable.id());
                case Owner.OfProject _ -> ids.putIfAbsent(variable.key(), variable.id());
                case Owner.OfService _ -> {
                    // Another service's business.
                }
            }
        }
        return ids;
    }

    private Uni<Environment> environment(UUID id) {
        return stores.environments().environment(id).map(Found.or("environment", id));
    }

    private static <T> Uni<Void> saveAll(List<T> all, Function<T, Uni<Void>> save) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each -> save.apply(each).replaceWith(each))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static void requireFree(List<Environment> others, String name) {
        if (others.stream().anyMatch(other -> Names.same(other.name(), name))) {
            throw new ApiException.Conflict("Environment name '" + name + "' within the project is already taken");
        }
    }

    /**
     * What a copy of an environment is asked to be.
     *
     * @param mode null = the original's
     * @param projectId null = the original's
     */
    public record EnvironmentDraft(
            String name,
            @Nullable UUID clusterId,
            Environment.@Nullable Mode mode,
            @Nullable UUID projectId) {}
}
