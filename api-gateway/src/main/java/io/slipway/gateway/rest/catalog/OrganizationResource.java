package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Projects;
import io.slipway.gateway.app.catalog.Registries;
import io.slipway.gateway.domain.catalog.Cluster;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Organizations and what they own. */
@Path("/organization")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Organizations")
class OrganizationResource {

    private final Projects projects;
    private final Registries registries;
    private final Cluster cluster;

    OrganizationResource(Projects projects, Registries registries, Cluster cluster) {
        this.projects = projects;
        this.registries = registries;
        this.cluster = cluster;
    }

    @GET
    @Operation(operationId = "listOrganization", summary = "All organizations")
    public Uni<ListBody<OrganizationBody>> list() {
        return projects.organizations().map(all -> ListBody.of(all, OrganizationBody::of));
    }

    @GET
    @Path("/{organizationId}")
    @Operation(operationId = "getOrganization", summary = "One organization")
    public Uni<OrganizationBody> get(UUID organizationId) {
        return projects.organization(organizationId).map(OrganizationBody::of);
    }

    @GET
    @Path("/{organizationId}/project")
    @Operation(operationId = "listProject", summary = "The projects of an organization")
    public Uni<ListBody<ProjectBody>> listProjects(UUID organizationId) {
        return projects.list(organizationId).map(all -> ListBody.of(all, ProjectBody::of));
    }

    @POST
    @Path("/{organizationId}/project")
    @Operation(operationId = "createProject", summary = "Make a project; answers 200")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.ProjectRequest.class)))
    public Uni<ProjectBody> createProject(UUID organizationId, byte @Nullable [] body) {
        return projects.create(organizationId, ProjectBody.read(body)).map(ProjectBody::of);
    }

    @GET
    @Path("/{organizationId}/containerRegistry")
    @Operation(operationId = "listContainerRegistry", summary = "The container registries of an organization")
    public Uni<ListBody<RegistryBody>> listRegistries(UUID organizationId) {
        return registries
                .list(organizationId)
                .map(all -> ListBody.of(all, registry -> RegistryBody.of(registry, cluster)));
    }

    @POST
    @Path("/{organizationId}/containerRegistry")
    @Operation(operationId = "createContainerRegistry", summary = "Add a container registry")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.ContainerRegistryRequest.class)))
    public Uni<RestResponse<RegistryBody>> createRegistry(UUID organizationId, byte @Nullable [] body) {
        return registries
                .create(organizationId, RegistryRequest.read(body))
                .map(created -> RestResponse.status(Status.CREATED, RegistryBody.of(created, cluster)));
    }

    @GET
    @Path("/{organizationId}/containerRegistry/{containerRegistryId}")
    @Operation(operationId = "getContainerRegistry", summary = "One container registry")
    public Uni<RegistryBody> getRegistry(UUID organizationId, UUID containerRegistryId) {
        return registries.get(organizationId, containerRegistryId).map(registry -> RegistryBody.of(registry, cluster));
    }
}
