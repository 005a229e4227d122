package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Actions on, status and addresses of an application. */
@Path("/application/{applicationId}")
@Tag(name = "Application actions")
class ApplicationActionResource {

    private final ServiceEndpoints services;

    ApplicationActionResource(ServiceEndpoints services) {
        this.services = services;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployApplication", summary = "Deploy, in the version that is given")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.DeployRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> deploy(UUID applicationId, byte[] body) {
        return services.deploy(applicationId, ServiceType.APPLICATION, body);
    }

    @POST
    @Path("/redeploy")
    @Operation(operationId = "redeployApplication", summary = "Deploy again; without differences nothing is touched")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> redeploy(UUID applicationId) {
        return services.act(applicationId, ServiceType.APPLICATION, Action.REDEPLOY);
    }

    @POST
    @Path("/restart-service")
    @Operation(operationId = "rebootApplication", summary = "Replace the running instances")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> restart(UUID applicationId) {
        return services.act(applicationId, ServiceType.APPLICATION, Action.RESTART);
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopApplication", summary = "Stop")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> stop(UUID applicationId) {
        return services.act(applicationId, ServiceType.APPLICATION, Action.STOP);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallApplication", summary = "Remove what runs, keep the configuration")
    @APIResponse(responseCode = "202")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<StatusBody>> uninstall(UUID applicationId) {
        return services.uninstall(applicationId, ServiceType.APPLICATION);
    }

    @DELETE
    @Operation(operationId = "deleteApplication", summary = "Remove with its configuration")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<Void>> delete(UUID applicationId) {
        return services.delete(applicationId, ServiceType.APPLICATION);
    }

    @GET
    @Path("/status")
    @Operation(operationId = "getApplicationStatus", summary = "Present status")
    public Uni<StatusBody> status(UUID applicationId) {
        return services.status(applicationId, ServiceType.APPLICATION);
    }

    @GET
    @Path("/link")
    @Operation(operationId = "listApplicationLinks", summary = "Addresses")
    public Uni<ListBody<LinkBody>> links(UUID applicationId) {
        return services.links(applicationId, ServiceType.APPLICATION);
    }
}
