package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Origin;
import io.slipway.events.spec.ServiceKind;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.catalog.ServiceType;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values as the contract writes them. */
public final class Contract {

    private Contract() {}

    /** The service type of a kind. */
    public static ServiceType type(ServiceKind kind) {
        return switch (kind) {
            case APPLICATION -> ServiceType.APPLICATION;
            case CONTAINER -> ServiceType.CONTAINER;
            case DATABASE -> ServiceType.DATABASE;
            case LIFECYCLE_JOB, CRON_JOB -> ServiceType.JOB;
        };
    }

    /** The job type of a kind; null for what is no job. */
    public static @Nullable String jobType(ServiceKind kind) {
        return switch (kind) {
            case LIFECYCLE_JOB -> "LIFECYCLE";
            case CRON_JOB -> "CRON";
            case APPLICATION, CONTAINER, DATABASE -> null;
        };
    }

    /** The origin, or null where the contract has no name for it. */
    public static @Nullable Origin origin(@Nullable Origin origin) {
        return origin == Origin.KAFKA ? null : origin;
    }

    /** The id, or null if it is none that the contract can carry: outsiders may give their requests any id. */
    public static @Nullable UUID uuid(@Nullable String id) {
        return Uuids.of(id).orElse(null);
    }

    /** Whole seconds. */
    public static @Nullable Long seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toSeconds();
    }
}
