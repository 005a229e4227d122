package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
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

/** Jobs by their own ids. */
@Path("/job/{jobId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Services")
class JobResource {

    private final Services services;
    private final Cluster cluster;
    private final ServiceClones clones;

    JobResource(Services services, Cluster cluster, ServiceClones clones) {
        this.services = services;
        this.cluster = cluster;
        this.clones = clones;
    }

    @GET
    @Operation(operationId = "getJob", summary = "One job")
    public Uni<ServiceBody> get(UUID jobId) {
        return services.get(ServiceType.JOB, jobId).map(found -> ServiceBody.of(found, cluster));
    }

    @PUT
    @Operation(operationId = "editJob", summary = "Edit the job")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.JobCreateRequest.class)))
    public Uni<ServiceBody> edit(UUID jobId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        return services.edit(ServiceType.JOB, jobId, old -> JobRequest.edit(body, old, cluster))
                .map(edited -> ServiceBody.of(edited, cluster));
    }

    @POST
    @Path("/clone")
    @Operation(
            operationId = "cloneJob",
            summary = "Copy the job into the same or another environment; answers 202 with the copy")
    @APIResponse(responseCode = "202")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.CloneServiceRequest.class)))
    public Uni<RestResponse<ServiceBody>> clone(UUID jobId, byte @Nullable [] bytes) {
        return clones.service(ServiceType.JOB, jobId, bytes);
    }
}
