package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.domain.catalog.Organization;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Organization}. There are no plans: {@code FREE} stands for that. */
record OrganizationBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String name,
        @Nullable String description,
        String plan) {

    static OrganizationBody of(Organization organization) {
        return new OrganizationBody(
                organization.id(),
                organization.createdAt(),
                organization.updatedAt(),
                organization.name(),
                organization.description(),
                "FREE");
    }
}
