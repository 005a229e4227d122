package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service of an environment.
 *
 * @param membership its place in a stage
 * @param config what only its type has; its class follows from {@code type}
 */
public record Service(
        UUID id,
        UUID environmentId,
        Membership membership,
        ServiceType type,
        String name,
        @Nullable String description,
        String iconUri,
        ServiceConfig config,
        Instant createdAt,
        Instant updatedAt) {

    /**
     * A service's place in the pipeline.
     *
     * @param id the membership's own id, as stage lists show it
     * @param skipped left out of environment-wide deploy, stop and restart
     */
    public record Membership(UUID id, UUID stageId, boolean skipped, Instant createdAt, Instant updatedAt) {}
}
