package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.app.catalog.Projects;
import io.slipway.gateway.app.catalog.Registries;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.security.CurrentUser;
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
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
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
    private final CurrentUser user;

    OrganizationResource(Projects projects, Registries registries, Cluster cluster, CurrentUser user) {
        this.projects = projects;
        this.registries = registries;
        this.cluster = cluster;
        this.user = user;
    }

    @GET
    @Operation(operationId = "listOrganization", summary = "The organizations that the token belongs to: one")
    public Uni<ListBody<OrganizationBody>> list() {
        return projects.organizations()
                .map(all -> ListBody.of(
                        all.stream()
                                .filter(each -> each.id().equals(user.token().organizationId()))
                                .toList(),
                        OrganizationBody::of));
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
    @Needs(Role.ADMIN)
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
    @Needs(Role.ADMIN)
    @Operation(operationId = "createContainerRegistry", summary = "Add a container registry")
    @APIResponse(responseCode = "201")
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

    @PUT
    @Path("/{organizationId}/containerRegistry/{containerRegistryId}")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "editContainerRegistry",
            summary = "Replace a container registry; without a password the known one stays for the same user name")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.ContainerRegistryRequest.class)))
    public Uni<RegistryBody> editRegistry(UUID organizationId, UUID containerRegistryId, byte @Nullable [] body) {
        return registries
                .edit(organizationId, containerRegistryId, RegistryRequest.read(body))
                .map(edited -> RegistryBody.of(edited, cluster));
    }

    @DELETE
    @Path("/{organizationId}/containerRegistry/{containerRegistryId}")
    @Needs(Role.ADMIN)
    @Operation(operationId = "deleteContainerRegistry", summary = "Delete a container registry that no service uses")
    @APIResponse(responseCode = "204")
    public Uni<Void> deleteRegistry(UUID organizationId, UUID containerRegistryId) {
        return registries.delete(organizationId, containerRegistryId);
    }

    @GET
    @Path("/{organizationId}/containerRegistry/{containerRegistryId}/images")
    @Needs(Role.ADMIN)
    @Operation(operationId = "getContainerVersions", summary = "Images of a container registry and their tags")
    public Uni<ListBody<ImagesBody>> images(
            UUID organizationId,
            UUID containerRegistryId,
            @RestQuery @Nullable String imageName,
            @RestQuery @Nullable String search) {
        String image = imageName == null || imageName.isBlank() ? null : imageName.strip();
        if (image != null && !ImageBody.isName(image)) {
            throw new ApiException.Invalid(
                    "imageName", "must be the name of an image: lower case, without registry and tag");
        }
        return registries
                .images(organizationId, containerRegistryId, image, search)
                .map(all -> ListBody.of(all, each -> new ImagesBody(each.name(), each.tags())));
    }

    @GET
    @Path("/{organizationId}/containerRegistry/{containerRegistryId}/associatedServices")
    @Operation(
            operationId = "getContainerRegistryAssociatedServices",
            summary = "The services whose image comes from a container registry")
    public Uni<ListBody<AssociatedBody>> associatedServices(UUID organizationId, UUID containerRegistryId) {
        return registries.users(organizationId, containerRegistryId).map(all -> ListBody.of(all, AssociatedBody::of));
    }

    /** The contract's {@code ContainerVersionResponse}. */
    record ImagesBody(String imageName, List<String> versions) {}

    /** The contract's {@code ContainerRegistryAssociatedServicesResponse}. */
    record AssociatedBody(
            UUID projectId,
            String projectName,
            UUID environmentId,
            String environmentName,
            UUID serviceId,
            String serviceName,
            String serviceType) {

        static AssociatedBody of(ProjectStore.Association association) {
            Service service = association.service();
            return new AssociatedBody(
                    association.project().id(),
                    association.project().name(),
                    association.environment().id(),
                    association.environment().name(),
                    service.id(),
                    service.name(),
                    service.type() == ServiceType.CONTAINER ? "CONTAINER" : service.isCron() ? "CRON" : "LIFECYCLE");
        }
    }

    @GET
    @Path("/{organizationId}/availableRole")
    @Operation(operationId = "listOrganizationAvailableRoles", summary = "The roles that tokens can have")
    public Uni<ListBody<RoleBody>> listRoles(UUID organizationId) {
        return Uni.createFrom().item(ListBody.of(List.of(Role.values()), RoleBody::of));
    }

    /** A role, to be named by its id. */
    record RoleBody(UUID id, String name) {

        static RoleBody of(Role role) {
            return new RoleBody(role.id(), role.title());
        }
    }
}
