package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Organization;
import io.slipway.gateway.domain.catalog.Project;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Organizations and their projects. */
@ApplicationScoped
public class Projects {

    private final ProjectStore store;
    private final Transactions transactions;
    private final Clock clock;

    @Inject
    public Projects(ProjectStore store, Transactions transactions, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** All organizations. */
    public Uni<List<Organization>> organizations() {
        return transactions.run(store::organizations);
    }

    /** One organization. */
    public Uni<Organization> organization(UUID id) {
        return transactions.run(() -> store.organization(id).map(Found.or("organization", id)));
    }

    /** The projects of an organization, by name. */
    public Uni<List<Counted>> list(UUID organizationId) {
        return transactions.run(() -> store.organization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.projectsOf(organizationId))
                .chain(projects -> store.environmentCounts(
                                projects.stream().map(Project::id).toList())
                        .map(counts -> projects.stream()
                                .map(project -> Counted.of(project, counts))
                                .toList())));
    }

    /** One project. */
    public Uni<Counted> get(UUID id) {
        return transactions.run(
                () -> store.project(id).map(Found.or("project", id)).chain(this::counted));
    }

    /** Makes a project; its name is unique in the organization. */
    public Uni<Counted> create(UUID organizationId, Draft draft) {
        return transactions.run(() -> store.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.projectsOf(organizationId))
                .chain(others -> {
                    requireFree(others, draft.name(), null);
                    Instant now = clock.instant();
                    Project project =
                            new Project(UUID.randomUUID(), organizationId, draft.name(), draft.description(), now, now);
                    return store.save(project).replaceWith(new Counted(project, 0));
                }));
    }

    /** Renames a project or describes it anew. */
    public Uni<Counted> edit(UUID id, Draft draft) {
        return transactions.run(() -> store.project(id)
                .map(Found.or("project", id))
                .map(Project::organizationId)
                .chain(store::lockOrganization)
                .chain(() -> store.lockProject(id))
                .map(Found.or("project", id))
                .chain(project -> store.projectsOf(project.organizationId()).chain(others -> {
                    requireFree(others, draft.name(), id);
                    Project edited = new Project(
                            id,
                            project.organizationId(),
                            draft.name(),
                            draft.description(),
                            project.createdAt(),
                            clock.instant());
                    return store.save(edited).chain(() -> counted(edited));
                })));
    }

    /** Deletes a project without environments, and its variables. */
    public Uni<Void> delete(UUID id) {
        return transactions.run(() -> store.lockProject(id)
                .map(Found.or("project", id))
                .chain(this::counted)
                .chain(project -> {
                    if (project.environments() > 0) {
                        throw new ApiException.Conflict(
                                "The project has " + project.environments() + " environment(s): delete these first");
                    }
                    return store.deleteProject(id);
                }));
    }

    private Uni<Counted> counted(Project project) {
        return store.environmentCounts(List.of(project.id())).map(counts -> Counted.of(project, counts));
    }

    private static void requireFree(List<Project> others, String name, @Nullable UUID self) {
        if (others.stream().anyMatch(other -> !other.id().equals(self) && Names.same(other.name(), name))) {
            throw new ApiException.Conflict("Project name '" + name + "' within the organization is already taken");
        }
    }

    /** What a project is asked to be. */
    public record Draft(String name, @Nullable String description) {}

    /** A project and how many environments it has. */
    public record Counted(Project project, long environments) {

        static Counted of(Project project, Map<UUID, Long> counts) {
            return new Counted(project, counts.getOrDefault(project.id(), 0L));
        }
    }
}
