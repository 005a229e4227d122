package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Projects;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Organizations and what they own. */
@Path("/organization")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Organizations")
class OrganizationResource {

    private final Projects projects;
    private final CurrentUser user;

    OrganizationResource(Projects projects, CurrentUser user) {
        this.projects = projects;
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
                            schema = @Schema(implementation = CatalogShapes.ProjectRequest.class)))
    public Uni<ProjectBody> createProject(UUID organizationId, byte @Nullable [] body) {
        return projects.create(organizationId, ProjectBody.read(body)).map(ProjectBody::of);
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
