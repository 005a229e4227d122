package io.slipway.gateway.rest.service;

import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Which pushes deploy an application. */
@Path("/application/{applicationId}/deploymentRestriction")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Deployment restrictions")
class ApplicationRestrictionResource {

    private static final ServiceType TYPE = ServiceType.APPLICATION;

    private final RestrictionEndpoints restrictions;

    ApplicationRestrictionResource(RestrictionEndpoints restrictions) {
        this.restrictions = restrictions;
    }

    @GET
    @Operation(operationId = "getApplicationDeploymentRestrictions", summary = "The restrictions, oldest first")
    public Uni<ListBody<RestrictionEndpoints.RestrictionBody>> list(UUID applicationId) {
        return restrictions.list(TYPE, applicationId);
    }

    @POST
    @Operation(operationId = "createApplicationDeploymentRestriction", summary = "Add a restriction")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.DeploymentRestrictionRequest.class)))
    public Uni<RestResponse<RestrictionEndpoints.RestrictionBody>> create(UUID applicationId, byte @Nullable [] bytes) {
        return restrictions.create(TYPE, applicationId, bytes);
    }

    @PUT
    @Path("/{deploymentRestrictionId}")
    @Operation(operationId = "editApplicationDeploymentRestriction", summary = "Replace a restriction")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.DeploymentRestrictionRequest.class)))
    public Uni<RestrictionEndpoints.RestrictionBody> edit(
            UUID applicationId, UUID deploymentRestrictionId, byte @Nullable [] bytes) {
        return restrictions.edit(TYPE, applicationId, deploymentRestrictionId, bytes);
    }

    @DELETE
    @Path("/{deploymentRestrictionId}")
    @Operation(operationId = "deleteApplicationDeploymentRestriction", summary = "Take a restriction away")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID applicationId, UUID deploymentRestrictionId) {
        return restrictions.delete(TYPE, applicationId, deploymentRestrictionId);
    }
}
