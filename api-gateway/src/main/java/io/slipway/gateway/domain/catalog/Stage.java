package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stage of an environment's pipeline.
 *
 * @param position its place in the pipeline, from 0, without gaps
 * @param defaultFor new services of this type land in it; null = none do
 */
public record Stage(
        UUID id,
        UUID environmentId,
        String name,
        @Nullable String description,
        int position,
        @Nullable ServiceType defaultFor,
        Instant createdAt,
        Instant updatedAt) {

    /** The same stage at another place. */
    public Stage at(int otherPosition) {
        return new Stage(id, environmentId, name, description, otherPosition, defaultFor, createdAt, updatedAt);
    }
}
