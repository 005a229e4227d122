package io.slipway.gateway.db.catalog;

import static io.slipway.gateway.db.catalog.Repositories.all;
import static io.slipway.gateway.db.catalog.Repositories.one;
import static io.slipway.gateway.db.catalog.Repositories.read;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Organization;
import io.slipway.gateway.domain.catalog.Project;
import io.slipway.gateway.domain.catalog.Registry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class ProjectDb implements ProjectStore {

    private final Repositories.Organizations organizations;
    private final Repositories.Projects projects;
    private final Repositories.Registries registries;
    private final Repositories.GitTokens gitTokens;

    @Inject
    ProjectDb(
            Repositories.Organizations organizations,
            Repositories.Projects projects,
            Repositories.Registries registries,
            Repositories.GitTokens gitTokens) {
        this.organizations = organizations;
        this.projects = projects;
        this.registries = registries;
        this.gitTokens = gitTokens;
    }

    @Override
    public Uni<List<Organization>> organizations() {
        return read(() -> all(organizations.list("order by nameKey"), OrganizationEntity::toDomain));
    }

    @Override
    public Uni<Optional<Organization>> organization(UUID id) {
        return read(() -> one(organizations.findById(id), OrganizationEntity::toDomain));
    }

    @Override
    public Uni<Optional<Organization>> lockOrganization(UUID id) {
        return one(Repositories.locked(organizations, id), OrganizationEntity::toDomain);
    }

    @Override
    public Uni<List<Project>> projectsOf(UUID organizationId) {
        return read(() ->
                all(projects.list("organizationId = ?1 order by nameKey", organizationId), ProjectEntity::toDomain));
    }

    @Override
    public Uni<Optional<Project>> project(UUID id) {
        return read(() -> one(projects.findById(id), ProjectEntity::toDomain));
    }

    @Override
    public Uni<Optional<Project>> lockProject(UUID id) {
        return one(Repositories.locked(projects, id), ProjectEntity::toDomain);
    }

    @Override
    public Uni<Map<UUID, Long>> environmentCounts(Collection<UUID> projectIds) {
        return counts(
                "select e.projectId, count(e) from EnvironmentEntity e where e.projectId in :ids group by e.projectId",
                projectIds);
    }

    @Override
    public Uni<Void> save(Project project) {
        return Repositories.save(projects, project.id(), ProjectEntity::new, row -> row.apply(project));
    }

    @Override
    public Uni<Void> deleteProject(UUID id) {
        return projects.delete("id", id).replaceWithVoid();
    }

    @Override
    public Uni<List<Registry>> registriesOf(UUID organizationId) {
        return read(() ->
                all(registries.list("organizationId = ?1 order by nameKey", organizationId), RegistryEntity::toDomain));
    }

    @Override
    public Uni<Map<UUID, Long>> serviceCounts(Collection<UUID> registryIds) {
        return counts(
                "select s.registryId, count(s) from ServiceEntity s where s.registryId in :ids group by s.registryId",
                registryIds);
    }

    @Override
    public Uni<Void> save(Registry registry) {
        return Repositories.save(registries, registry.id(), RegistryEntity::new, row -> row.apply(registry));
    }

    @Override
    public Uni<Void> deleteRegistry(UUID id) {
        return registries.delete("id", id).replaceWithVoid();
    }

    @Override
    public Uni<List<Association>> servicesUsing(UUID registryId) {
        return associations("s.registryId", registryId);
    }

    @Override
    public Uni<List<Association>> servicesWith(UUID gitTokenId) {
        return associations("s.gitTokenId", gitTokenId);
    }

    @Override
    public Uni<List<GitToken>> gitTokensOf(UUID organizationId) {
        return read(() ->
                all(gitTokens.list("organizationId = ?1 order by nameKey", organizationId), GitTokenEntity::toDomain));
    }

    @Override
    public Uni<Void> save(GitToken token) {
        return Repositories.save(gitTokens, token.id(), GitTokenEntity::new, row -> row.apply(token));
    }

    @Override
    public Uni<Void> deleteGitToken(UUID id) {
        return gitTokens.delete("id", id).replaceWithVoid();
    }

    private static Uni<List<Association>> associations(String column, UUID id) {
        return read(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                "select p, e, s from ServiceEntity s, EnvironmentEntity e, ProjectEntity p where "
                                        + column + " = :id and e.id = s.environmentId and p.id = e.projectId"
                                        + " order by p.nameKey, e.nameKey, s.nameKey",
                                Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Association(
                                ((ProjectEntity) row[0]).toDomain(),
                                ((EnvironmentEntity) row[1]).toDomain(),
                                ((ServiceEntity) row[2]).toDomain()))
                        .toList()));
    }

    private static Uni<Map<UUID, Long>> counts(String query, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return read(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(query, Object[].class)
                        .setParameter("ids", ids)
                        .getResultList())
                .map(rows -> rows.stream().collect(Collectors.toMap(row -> (UUID) row[0], row -> (Long) row[1]))));
    }
}
