package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Organization;
import io.slipway.gateway.domain.catalog.Project;
import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.gateway.domain.catalog.Service;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps organizations, their projects and their registries. What is locked stays so until the transaction ends. */
public interface ProjectStore {

    Uni<List<Organization>> organizations();

    Uni<Optional<Organization>> organization(UUID id);

    Uni<Optional<Organization>> lockOrganization(UUID id);

    Uni<List<Project>> projectsOf(UUID organizationId);

    Uni<Optional<Project>> project(UUID id);

    Uni<Optional<Project>> lockProject(UUID id);

    /** How many environments each of these projects has; those without are absent. */
    Uni<Map<UUID, Long>> environmentCounts(Collection<UUID> projectIds);

    Uni<Void> save(Project project);

    Uni<Void> deleteProject(UUID id);

    Uni<List<Registry>> registriesOf(UUID organizationId);

    /** How many services use each of these registries; those without are absent. */
    Uni<Map<UUID, Long>> serviceCounts(Collection<UUID> registryIds);

    Uni<Void> save(Registry registry);

    Uni<Void> deleteRegistry(UUID id);

    Uni<List<GitToken>> gitTokensOf(UUID organizationId);

    Uni<Void> save(GitToken token);

    Uni<Void> deleteGitToken(UUID id);

    /** The services whose repository is fetched with a token, by project, environment and name. */
    Uni<List<Association>> servicesWith(UUID gitTokenId);

    /** The services whose image comes from a registry, by project, environment and name. */
    Uni<List<Association>> servicesUsing(UUID registryId);

    /** A service with the names of what it is in. */
    record Association(Project project, Environment environment, Service service) {}
}
