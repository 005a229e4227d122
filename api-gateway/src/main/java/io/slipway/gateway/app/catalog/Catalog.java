package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the catalog: in the caller's transaction if there is one, else in a short session of its own. */
public interface Catalog {

    /** The environment with this id. */
    Uni<Optional<Environment>> environment(UUID id);

    /**
     * The environment with this id, locked until the caller's transaction ends: nothing of it, and nothing that its
     * configuration depends on, changes meanwhile. Whoever locks several takes them in the order of their ids.
     */
    Uni<Optional<Environment>> lockEnvironment(UUID id);

    /** All environments of a project, by name. */
    Uni<List<Environment>> environmentsOf(UUID projectId);

    /** All environments of an organization, by project and name. */
    Uni<List<Environment>> environmentsOfOrganization(UUID organizationId);

    /** The environment with this id and what is in it, in one query. */
    Uni<Optional<WholeEnvironment>> wholeEnvironment(UUID id);

    /** The environments of a project with what is in them, by name, in one query. */
    Uni<List<WholeEnvironment>> wholeEnvironmentsOf(UUID projectId);

    /** The service with this id. */
    Uni<Optional<Service>> service(UUID id);

    /** All services of an environment, oldest first. */
    Uni<List<Service>> servicesOf(UUID environmentId);

    /** The services of these environments, those of each oldest first. */
    Uni<List<Service>> servicesOf(Collection<UUID> environmentIds);

    /** The stages of an environment in deployment order. */
    Uni<List<Stage>> stagesOf(UUID environmentId);

    /** The organization that a project belongs to. */
    Uni<Optional<UUID>> organizationOfProject(UUID projectId);

    /** The services of one type in all environments of an organization, oldest first. */
    Uni<List<Service>> servicesOfOrganization(UUID organizationId, ServiceType type);

    /** Whether there is such an organization. */
    Uni<Boolean> isOrganization(UUID id);
}
