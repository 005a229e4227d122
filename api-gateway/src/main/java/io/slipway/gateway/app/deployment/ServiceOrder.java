package io.slipway.gateway.app.deployment;

import io.slipway.events.spec.ServiceKind;
import io.slipway.gateway.domain.catalog.ServiceType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A service in a request, with the version that is wanted of it.
 *
 * @param commit commit of its repository; null = as configured
 * @param tag tag of its image; null = as configured
 * @param field where the request names the service
 * @param versionPrefix what comes before the names of the fields with the version
 */
public record ServiceOrder(
        UUID serviceId,
        ServiceType type,
        @Nullable String commit,
        @Nullable String tag,
        String field,
        String versionPrefix) {

    /** A service as it is configured. */
    public static ServiceOrder of(UUID serviceId, ServiceType type) {
        return new ServiceOrder(serviceId, type, null, null, "", "");
    }

    boolean fits(ServiceKind kind) {
        return switch (type) {
            case APPLICATION -> kind == ServiceKind.APPLICATION;
            case CONTAINER -> kind == ServiceKind.CONTAINER;
            case DATABASE -> kind == ServiceKind.DATABASE;
            case JOB -> kind == ServiceKind.LIFECYCLE_JOB || kind == ServiceKind.CRON_JOB;
        };
    }
}
