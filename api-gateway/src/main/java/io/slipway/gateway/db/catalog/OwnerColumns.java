package io.slipway.gateway.db.catalog;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns that say what a variable belongs to. */
@RegisterForReflection
record OwnerColumns(
        @Nullable UUID projectId,
        @Nullable UUID environmentId,
        @Nullable UUID serviceId) {

    Owner owner() {
        if (projectId != null) {
            return new Owner.OfProject(projectId);
        }
        UUID environment = Objects.requireNonNull(environmentId);
        return serviceId == null ? new Owner.OfEnvironment(environment) : new Owner.OfService(serviceId, environment);
    }
}
