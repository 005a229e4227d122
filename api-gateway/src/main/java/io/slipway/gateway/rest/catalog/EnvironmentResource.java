package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Clones;
import io.slipway.gateway.app.catalog.Environments;
import io.slipway.gateway.app.catalog.Stages;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.body.References;
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
import org.jboss.resteasy.reactive.RestResponse.Status;
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
    private final Clones clones;

    EnvironmentResource(Environments environments, Stages stages, Cluster cluster, Clones clones) {
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
                            schema = @Schema(implementation = CatalogShapes.EnvironmentEditRequest.class)))
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
                            schema = @Schema(implementation = CatalogShapes.DeploymentStageRequest.class)))
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
                            schema = @Schema(implementation = CatalogShapes.CloneEnvironmentRequest.class)))
    public Uni<RestResponse<EnvironmentBody>> clone(UUID environmentId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Clones.EnvironmentDraft draft = new Clones.EnvironmentDraft(
                Limits.name(body, "name"),
                body.id("cluster_id"),
                body.enumeration("mode", Environment.Mode.class),
                body.id("project_id"));
        body.bool("apply_deployment_rule", false);
        body.check();
        UUID project = draft.projectId();
        return (project == null
                        ? clones.environment(environmentId, draft)
                        : References.named("project_id", project, () -> clones.environment(environmentId, draft)))
                .map(made -> RestResponse.status(Status.ACCEPTED, EnvironmentBody.of(made, cluster)));
    }
}
