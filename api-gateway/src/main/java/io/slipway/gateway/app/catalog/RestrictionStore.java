package io.slipway.gateway.app.catalog;

import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Keeps deployment restrictions. */
public interface RestrictionStore {

    /** The restrictions of a service, oldest first. */
    Uni<List<DeploymentRestriction>> ofService(UUID serviceId);

    /** The restrictions of all services of an environment, oldest first. */
    Uni<List<DeploymentRestriction>> ofEnvironment(UUID environmentId);

    Uni<Void> save(DeploymentRestriction restriction);

    Uni<Void> deleteRestriction(UUID id);
}
