package io.slipway.gateway.rest.deployment;

import io.slipway.kit.log.LogFields;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Puts the ids of a request's path into the log fields; they end with the request's own Vert.x context. */
class LogContext {

    private static final Map<String, String> FIELDS = Map.of(
            "environmentId", LogFields.ENVIRONMENT_ID,
            "applicationId", LogFields.SERVICE_ID,
            "containerId", LogFields.SERVICE_ID,
            "databaseId", LogFields.SERVICE_ID,
            "jobId", LogFields.SERVICE_ID,
            "serviceId", LogFields.SERVICE_ID);

    @ServerRequestFilter
    public void name(ContainerRequestContext request) {
        FIELDS.forEach((parameter, field) -> {
            @Nullable String id = request.getUriInfo().getPathParameters().getFirst(parameter);
            if (id != null) {
                MDC.put(field, id);
            }
        });
    }
}
