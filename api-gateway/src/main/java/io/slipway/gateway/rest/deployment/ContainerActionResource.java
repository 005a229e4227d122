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

/** Actions on, status and addresses of a container. */
@Path("/container/{containerId}")
@Tag(name = "Container actions")
class ContainerActionResource {

    private final ServiceEndpoints services;

    ContainerActionResource(ServiceEndpoints services) {
        this.services = services;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployContainer", summary = "Deploy, in the version that is given")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.ContainerDeployRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> deploy(UUID containerId, byte[] body) {
        return services.deploy(containerId, ServiceType.CONTAINER, body);
    }

    @POST
    @Path("/redeploy")
    @Operation(operationId = "redeployContainer", summary = "Deploy again; without differences nothing is touched")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> redeploy(UUID containerId) {
        return services.act(containerId, ServiceType.CONTAINER, Action.REDEPLOY);
    }

    @POST
    @Path("/restart-service")
    @Operation(operationId = "rebootContainer", summary = "Replace the running instances")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> restart(UUID containerId) {
        return services.act(containerId, ServiceType.CONTAINER, Action.RESTART);
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopContainer", summary = "Stop")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> stop(UUID containerId) {
        return services.act(containerId, ServiceType.CONTAINER, Action.STOP);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallContainer", summary = "Remove what runs, keep the configuration")
    @APIResponse(responseCode = "202")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<StatusBody>> uninstall(UUID containerId) {
        return services.uninstall(containerId, ServiceType.CONTAINER);
    }

    @DELETE
    @Operation(operationId = "deleteContainer", summary = "Remove with its configuration")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<Void>> delete(UUID containerId) {
        return services.delete(containerId, ServiceType.CONTAINER);
    }

    @GET
    @Path("/status")
    @Operation(operationId = "getContainerStatus", summary = "Present status")
    public Uni<StatusBody> status(UUID containerId) {
        return services.status(containerId, ServiceType.CONTAINER);
    }

    @GET
    @Path("/link")
    @Operation(operationId = "listContainerLinks", summary = "Addresses")
    public Uni<ListBody<LinkBody>> links(UUID containerId) {
        return services.links(containerId, ServiceType.CONTAINER);
    }
}
