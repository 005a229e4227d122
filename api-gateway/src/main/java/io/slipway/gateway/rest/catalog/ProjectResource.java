package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Environments;
import io.slipway.gateway.app.catalog.Projects;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.security.Needs;
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
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Projects and the environments in them. */
@Path("/project/{projectId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Projects")
class ProjectResource {

    private final Projects projects;
    private final Environments environments;
    private final Cluster cluster;

    ProjectResource(Projects projects, Environments environments, Cluster cluster) {
        this.projects = projects;
        this.environments = environments;
        this.cluster = cluster;
    }

    @GET
    @Operation(operationId = "getProject", summary = "One project")
    public Uni<ProjectBody> get(UUID projectId) {
        return projects.get(projectId).map(ProjectBody::of);
    }

    @PUT
    @Needs(Role.ADMIN)
    @Operation(operationId = "editProject", summary = "Rename a project or describe it anew")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CatalogShapes.ProjectRequest.class)))
    public Uni<ProjectBody> edit(UUID projectId, byte @Nullable [] body) {
        return projects.edit(projectId, ProjectBody.read(body)).map(ProjectBody::of);
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Operation(operationId = "deleteProject", summary = "Delete a project that has no environments")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID projectId) {
        return projects.delete(projectId);
    }

    @GET
    @Path("/environment")
    @Operation(operationId = "listEnvironment", summary = "The environments of a project")
    public Uni<ListBody<EnvironmentBody>> listEnvironments(UUID projectId) {
        return environments
                .list(projectId)
                .map(all -> ListBody.of(all, environment -> EnvironmentBody.of(environment, cluster)));
    }

    @POST
    @Path("/environment")
    @Operation(operationId = "createEnvironment", summary = "Make an environment with the four default stages")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = CatalogShapes.CreateEnvironmentRequest.class)))
    public Uni<RestResponse<EnvironmentBody>> createEnvironment(UUID projectId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Environments.Draft draft = new Environments.Draft(
                Limits.name(body, "name"),
                body.id("cluster"),
                Environment.Mode.valueOf(body.enumeration("mode", RequestMode.class, RequestMode.DEVELOPMENT)
                        .name()));
        body.check();
        return environments
                .create(projectId, draft)
                .map(created -> RestResponse.status(Status.CREATED, EnvironmentBody.of(created, cluster)));
    }
}
