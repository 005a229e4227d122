package io.slipway.gateway.app.catalog;

import io.slipway.events.TopicCatalog;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Pipeline;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Environments. */
@ApplicationScoped
public class Environments implements Removal {

    private final Changes changes;
    private final EnvironmentStore environments;
    private final ProjectStore projects;
    private final VariableStore variables;
    private final Transactions transactions;
    private final Outbox outbox;
    private final Cluster cluster;
    private final Clock clock;

    @Inject
    public Environments(
            Changes changes,
            EnvironmentStore environments,
            ProjectStore projects,
            VariableStore variables,
            Transactions transactions,
            Outbox outbox,
            Cluster cluster,
            Clock clock) {
        this.changes = changes;
        this.environments = environments;
        this.projects = projects;
        this.variables = variables;
        this.transactions = transactions;
        this.outbox = outbox;
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The environments of a project, by name. */
    public Uni<List<Environment>> list(UUID projectId) {
        return transactions.run(() -> projects.project(projectId)
                .map(Found.or("project", projectId))
                .chain(() -> environments.environmentsOf(projectId)));
    }

    /** One environment. */
    public Uni<Environment> get(UUID id) {
        return transactions.run(() -> environments.environment(id).map(Found.or("environment", id)));
    }

    /** Makes an environment with the default stages; its name is unique in the project. */
    public Uni<Environment> create(UUID projectId, Draft draft) {
        if (draft.clusterId() != null && !draft.clusterId().equals(cluster.id())) {
            throw new ApiException.Invalid("cluster", "is not the id of a cluster of this installation");
        }
        return transactions.run(() -> projects.lockProject(projectId)
                .map(Found.or("project", projectId))
                .chain(project -> environments.environmentsOf(projectId).chain(others -> {
                    requireFree(others, draft.name(), null);
                    Instant now = clock.instant();
                    Environment environment = new Environment(
                            UUID.randomUUID(),
                            projectId,
                            project.organizationId(),
                            cluster.id(),
                            draft.name(),
                            draft.mode(),
                            0,
                            now,
                            now);
                    return environments
                            .save(environment)
                            .chain(() -> saveAll(Pipeline.ofNewEnvironment(environment.id(), now, UUID::randomUUID)
                                    .stages()))
                            .chain(() -> changes.publish(environment.id()))
                            .replaceWith(environment);
                })));
    }

    /** Renames an environment or changes its mode; null keeps what is. */
    public Uni<Environment> edit(UUID id, @Nullable String name, Environment.@Nullable Mode mode) {
        return transactions.run(() -> environments
                .environment(id)
                .map(Found.or("environment", id))
                .map(Environment::projectId)
                .chain(projects::lockProject)
                .chain(() -> changes.ofEnvironment(id, snapshot -> edit(snapshot.environment(), name, mode))));
    }

    private Uni<Environment> edit(Environment old, @Nullable String name, Environment.@Nullable Mode mode) {
        return environments.environmentsOf(old.projectId()).chain(others -> {
            String newName = name == null ? old.name() : name;
            requireFree(others, newName, old.id());
            Environment edited = new Environment(
                    old.id(),
                    old.projectId(),
                    old.organizationId(),
                    old.clusterId(),
                    newName,
                    mode == null ? old.mode() : mode,
                    old.specVersion(),
                    old.createdAt(),
                    clock.instant());
            return environments.save(edited).replaceWith(edited);
        });
    }

    @Override
    public Uni<Void> forgetEnvironment(UUID environmentId) {
        return transactions.run(() -> environments
                .lockEnvironment(environmentId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : environments
                                .deleteEnvironment(environmentId)
                                .chain(() -> outbox.appendTombstone(
                                        TopicCatalog.ENVIRONMENT_SPEC, environmentId.toString()))));
    }

    @Override
    public Uni<Void> forgetServices(UUID environmentId, Collection<UUID> serviceIds) {
        Set<UUID> gone = new HashSet<>(serviceIds);
        return transactions.run(() -> environments
                .environment(environmentId)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : changes.ofEnvironment(
                                environmentId,
                                snapshot -> environments
                                        .deleteServices(snapshot.services().stream()
                                                .map(service -> service.id())
                                                .filter(gone::contains)
                                                .toList())
                                        .chain(() -> variables.delete(Dangling.without(snapshot, gone))))));
    }

    private Uni<Void> saveAll(List<Stage> stages) {
        return Multi.createFrom()
                .iterable(stages)
                .onItem()
                .transformToUniAndConcatenate(stage -> environments.save(stage).replaceWith(stage))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static void requireFree(List<Environment> others, String name, @Nullable UUID self) {
        if (others.stream().anyMatch(other -> !other.id().equals(self) && Names.same(other.name(), name))) {
            throw new ApiException.Conflict("Environment name '" + name + "' within the project is already taken");
        }
    }

    /** What an environment is asked to be; no cluster means the installation's. */
    public record Draft(String name, @Nullable UUID clusterId, Environment.Mode mode) {}
}
