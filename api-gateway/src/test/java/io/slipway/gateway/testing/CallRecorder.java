package io.slipway.gateway.testing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.MediaType;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.jspecify.annotations.Nullable;

/** Part of the application in tests: notes which operations were answered with what, whoever called them. */
class CallRecorder {

    private static final Set<String> NOTED = ConcurrentHashMap.newKeySet();

    private final RoutingContext context;

    CallRecorder(RoutingContext context) {
        this.context = context;
    }

    @ServerResponseFilter
    public void note(ResourceInfo resource, ContainerResponseContext response) {
        String operation = operation(resource);
        if (operation != null) {
            note(operation, response.getStatus());
        }
    }

    /** Streams are written past the filters of responses. */
    @ServerRequestFilter
    public void expectStream(ResourceInfo resource) {
        String operation = operation(resource);
        if (operation != null) {
            HttpServerResponse response = context.response();
            context.addHeadersEndHandler(_ -> {
                if (MediaType.SERVER_SENT_EVENTS.equals(response.headers().get(HttpHeaders.CONTENT_TYPE))) {
                    note(operation, response.getStatusCode());
                }
            });
        }
    }

    private static @Nullable String operation(ResourceInfo resource) {
        Operation operation = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(Operation.class);
        return operation == null ? null : operation.operationId();
    }

    private static void note(String operation, int status) {
        if (NOTED.add(operation + " " + status)) {
            SuiteRecord.called(operation, status);
        }
    }
}
