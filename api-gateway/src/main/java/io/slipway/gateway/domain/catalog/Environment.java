package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.UUID;

/**
 * An environment.
 *
 * @param specVersion version of its configuration, grows by one with every change
 */
public record Environment(
        UUID id,
        UUID projectId,
        UUID organizationId,
        UUID clusterId,
        String name,
        Mode mode,
        long specVersion,
        Instant createdAt,
        Instant updatedAt) {

    /** The same environment with its configuration's next version. */
    public Environment changed() {
        return new Environment(
                id, projectId, organizationId, clusterId, name, mode, specVersion + 1, createdAt, updatedAt);
    }

    /** What an environment is for. {@code PREVIEW} is never asked for by name. */
    public enum Mode {
        DEVELOPMENT,
        STAGING,
        PRODUCTION,
        PREVIEW
    }
}
