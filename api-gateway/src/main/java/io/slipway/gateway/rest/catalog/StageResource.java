package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Stages;
import io.slipway.gateway.domain.catalog.Pipeline.Place;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import org.jspecify.annotations.Nullable;

/** Stages of a pipeline, by their own ids. */
@Path("/deploymentStage/{deploymentStageId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Deployment stages")
class StageResource {

    private final Stages stages;

    StageResource(Stages stages) {
        this.stages = stages;
    }

    @GET
    @Operation(operationId = "getDeploymentStage", summary = "One stage")
    public Uni<StageBody> get(UUID deploymentStageId) {
        return stages.get(deploymentStageId).map(StageBody::of);
    }

    @PUT
    @Operation(operationId = "EditDeploymentStage", summary = "Rename a stage or describe it anew")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CatalogShapes.DeploymentStageRequest.class)))
    public Uni<StageBody> edit(UUID deploymentStageId, byte @Nullable [] body) {
        return stages.edit(deploymentStageId, StageBody.read(body)).map(StageBody::of);
    }

    @DELETE
    @Operation(operationId = "DeleteDeploymentStage", summary = "Delete an empty stage")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID deploymentStageId) {
        return stages.delete(deploymentStageId);
    }

    @PUT
    @Path("/service/{serviceId}")
    @Operation(operationId = "AttachServiceToDeploymentStage", summary = "Move a service here, or skip it where it is")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CatalogShapes.AttachRequest.class)))
    public Uni<ListBody<StageBody>> attach(UUID deploymentStageId, UUID serviceId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        boolean skip = body.bool("is_skipped", false);
        body.check();
        return stages.attach(deploymentStageId, serviceId, skip).map(all -> ListBody.of(all, StageBody::of));
    }

    @PUT
    @Path("/moveBefore/{stageId}")
    @Operation(operationId = "MoveBeforeDeploymentStage", summary = "Move a stage to just before another")
    public Uni<ListBody<StageBody>> moveBefore(UUID deploymentStageId, UUID stageId) {
        return stages.move(deploymentStageId, stageId, Place.BEFORE).map(all -> ListBody.of(all, StageBody::of));
    }

    @PUT
    @Path("/moveAfter/{stageId}")
    @Operation(operationId = "MoveAfterDeploymentStage", summary = "Move a stage to just after another")
    public Uni<ListBody<StageBody>> moveAfter(UUID deploymentStageId, UUID stageId) {
        return stages.move(deploymentStageId, stageId, Place.AFTER).map(all -> ListBody.of(all, StageBody::of));
    }
}
