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

    /** The same service at another place. */
    public Service in(Membership other) {
        return new Service(id, environmentId, other, type, name, description, iconUri, config, createdAt, updatedAt);
    }

    /** Whether it is a job that runs on a schedule. */
    public boolean isCron() {
        return config instanceof ServiceConfig.JobConfig job && job.schedule() instanceof ServiceConfig.Schedule.Cron;
    }

    /**
     * A service's place in the pipeline.
     *
     * @param id the membership's own id, as stage lists show it
     * @param skipped left out of environment-wide deploy, stop and restart
     */
    public record Membership(UUID id, UUID stageId, boolean skipped, Instant createdAt, Instant updatedAt) {}
}
