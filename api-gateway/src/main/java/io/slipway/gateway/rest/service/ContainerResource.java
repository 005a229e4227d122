package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Containers by their own ids. */
@Path("/container/{containerId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Services")
class ContainerResource {

    private final Services services;
    private final Cluster cluster;
    private final ServiceClones clones;

    ContainerResource(Services services, Cluster cluster, ServiceClones clones) {
        this.services = services;
        this.cluster = cluster;
        this.clones = clones;
    }

    @GET
    @Operation(operationId = "getContainer", summary = "One container")
    public Uni<ServiceBody> get(UUID containerId) {
        return services.get(ServiceType.CONTAINER, containerId).map(found -> ServiceBody.of(found, cluster));
    }

    @PUT
    @Operation(operationId = "editContainer", summary = "Edit the container")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.ContainerRequest.class)))
    public Uni<ServiceBody> edit(UUID containerId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        return services.edit(
                        ServiceType.CONTAINER,
                        containerId,
                        old -> ContainerRequest.edit(body, (ContainerConfig) old.config(), cluster))
                .map(edited -> ServiceBody.of(edited, cluster));
    }

    @POST
    @Path("/clone")
    @Operation(
            operationId = "cloneContainer",
            summary = "Copy the container into the same or another environment; answers 202 with the copy")
    @APIResponse(responseCode = "202")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.CloneServiceRequest.class)))
    public Uni<RestResponse<ServiceBody>> clone(UUID containerId, byte @Nullable [] bytes) {
        return clones.service(ServiceType.CONTAINER, containerId, bytes);
    }
}
