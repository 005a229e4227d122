package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Actions on, status of a database. */
@Path("/database/{databaseId}")
@Tag(name = "Database actions")
class DatabaseActionResource {

    private final ServiceEndpoints services;

    DatabaseActionResource(ServiceEndpoints services) {
        this.services = services;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployDatabase", summary = "Deploy")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> deploy(UUID databaseId) {
        return services.deploy(databaseId, ServiceType.DATABASE, null);
    }

    @POST
    @Path("/redeploy")
    @Operation(operationId = "redeployDatabase", summary = "Deploy again; without differences nothing is touched")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> redeploy(UUID databaseId) {
        return services.act(databaseId, ServiceType.DATABASE, Action.REDEPLOY);
    }

    @POST
    @Path("/restart-service")
    @Operation(operationId = "rebootDatabase", summary = "Replace the running instances")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> restart(UUID databaseId) {
        return services.act(databaseId, ServiceType.DATABASE, Action.RESTART);
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopDatabase", summary = "Stop")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> stop(UUID databaseId) {
        return services.act(databaseId, ServiceType.DATABASE, Action.STOP);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallDatabase", summary = "Remove what runs, keep the configuration")
    @APIResponse(responseCode = "202")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<StatusBody>> uninstall(UUID databaseId) {
        return services.uninstall(databaseId, ServiceType.DATABASE);
    }

    @DELETE
    @Operation(operationId = "deleteDatabase", summary = "Remove with its configuration")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<Void>> delete(UUID databaseId) {
        return services.delete(databaseId, ServiceType.DATABASE);
    }

    @GET
    @Path("/status")
    @Operation(operationId = "getDatabaseStatus", summary = "Present status")
    public Uni<StatusBody> status(UUID databaseId) {
        return services.status(databaseId, ServiceType.DATABASE);
    }
}
