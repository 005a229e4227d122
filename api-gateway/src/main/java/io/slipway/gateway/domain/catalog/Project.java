package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A project: groups environments and owns variables that all of them see. */
public record Project(
        UUID id,
        UUID organizationId,
        String name,
        @Nullable String description,
        Instant createdAt,
        Instant updatedAt) {}
