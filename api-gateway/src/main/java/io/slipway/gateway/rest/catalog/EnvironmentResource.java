package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Environments;
import io.slipway.gateway.app.catalog.Stages;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
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

/** Environments and their stages. */
@Path("/environment/{environmentId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Environments")
class EnvironmentResource {

    private final Environments environments;
    private final Stages stages;
    private final Cluster cluster;
    private final CloneEndpoints clones;

    EnvironmentResource(Environments environments, Stages stages, Cluster cluster, CloneEndpoints clones) {
        this.environments = environments;
        this.stages = stages;
        this.cluster = cluster;
        this.clones = clones;
    }

    @GET
    @Operation(operationId = "getEnvironment", summary = "One environment")
    public Uni<EnvironmentBody> get(UUID environmentId) {
        return environments.get(environmentId).map(found -> EnvironmentBody.of(found, cluster));
    }

    @PUT
    @Operation(operationId = "editEnvironment", summary = "Rename an environment or change its mode")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.EnvironmentEditRequest.class)))
    public Uni<EnvironmentBody> edit(UUID environmentId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String name = Limits.optionalName(body, "name");
        RequestMode mode = body.enumeration("mode", RequestMode.class);
        body.check();
        return environments
                .edit(environmentId, name, mode == null ? null : Environment.Mode.valueOf(mode.name()))
                .map(edited -> EnvironmentBody.of(edited, cluster));
    }

    @GET
    @Path("/deploymentStage")
    @Operation(operationId = "ListEnvironmentDeploymentStage", summary = "The stages in deployment order")
    public Uni<ListBody<StageBody>> listStages(UUID environmentId) {
        return stages.list(environmentId).map(all -> ListBody.of(all, StageBody::of));
    }

    @POST
    @Path("/deploymentStage")
    @Operation(operationId = "CreateEnvironmentDeploymentStage", summary = "Append a stage; answers 200")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.DeploymentStageRequest.class)))
    public Uni<StageBody> createStage(UUID environmentId, byte @Nullable [] body) {
        return stages.create(environmentId, StageBody.read(body)).map(StageBody::of);
    }

    @POST
    @Path("/clone")
    @Operation(operationId = "cloneEnvironment", summary = "Copy the environment with all of its configuration")
    @APIResponse(responseCode = "202")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.CloneEnvironmentRequest.class)))
    public Uni<RestResponse<EnvironmentBody>> clone(UUID environmentId, byte @Nullable [] bytes) {
        return clones.environment(environmentId, bytes);
    }
}
