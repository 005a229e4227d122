package io.slipway.gateway.rest.registry;

import io.slipway.gateway.app.catalog.Registries;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ImageName;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.AssociatedServiceBody;
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

/** The container registries of an organization. */
@Path("/organization/{organizationId}/containerRegistry")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Container registries")
class RegistryResource {

    private final Registries registries;
    private final Cluster cluster;

    RegistryResource(Registries registries, Cluster cluster) {
        this.registries = registries;
        this.cluster = cluster;
    }

    @GET
    @Operation(operationId = "listContainerRegistry", summary = "The container registries of an organization")
    public Uni<ListBody<RegistryBody>> listRegistries(UUID organizationId) {
        return registries
                .list(organizationId)
                .map(all -> ListBody.of(all, registry -> RegistryBody.of(registry, cluster)));
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(operationId = "createContainerRegistry", summary = "Add a container registry")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RegistryShapes.ContainerRegistryRequest.class)))
    public Uni<RestResponse<RegistryBody>> createRegistry(UUID organizationId, byte @Nullable [] body) {
        return registries
                .create(organizationId, RegistryRequest.read(body))
                .map(created -> RestResponse.status(Status.CREATED, RegistryBody.of(created, cluster)));
    }

    @GET
    @Path("/{containerRegistryId}")
    @Operation(operationId = "getContainerRegistry", summary = "One container registry")
    public Uni<RegistryBody> getRegistry(UUID organizationId, UUID containerRegistryId) {
        return registries.get(organizationId, containerRegistryId).map(registry -> RegistryBody.of(registry, cluster));
    }

    @PUT
    @Path("/{containerRegistryId}")
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "editContainerRegistry",
            summary = "Replace a container registry; without a password the known one stays for the same user name")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RegistryShapes.ContainerRegistryRequest.class)))
    public Uni<RegistryBody> editRegistry(UUID organizationId, UUID containerRegistryId, byte @Nullable [] body) {
        return registries
                .edit(organizationId, containerRegistryId, RegistryRequest.read(body))
                .map(edited -> RegistryBody.of(edited, cluster));
    }

    @DELETE
    @Path("/{containerRegistryId}")
    @Needs(Role.ADMIN)
    @Operation(operationId = "deleteContainerRegistry", summary = "Delete a container registry that no service uses")
    @APIResponse(responseCode = "204")
    public Uni<Void> deleteRegistry(UUID organizationId, UUID containerRegistryId) {
        return registries.delete(organizationId, containerRegistryId);
    }

    @GET
    @Path("/{containerRegistryId}/images")
    @Needs(Role.ADMIN)
    @Operation(operationId = "getContainerVersions", summary = "Images of a container registry and their tags")
    public Uni<ListBody<ImagesBody>> images(
            UUID organizationId,
            UUID containerRegistryId,
            @RestQuery @Nullable String imageName,
            @RestQuery @Nullable String search) {
        String image = imageName == null || imageName.isBlank() ? null : imageName.strip();
        if (image != null && !ImageName.isValid(image)) {
            throw new ApiException.Invalid(
                    "imageName", "must be the name of an image: lower case, without registry and tag");
        }
        return registries
                .images(organizationId, containerRegistryId, image, search)
                .map(all -> ListBody.of(all, each -> new ImagesBody(each.name(), each.tags())));
    }

    @GET
    @Path("/{containerRegistryId}/associatedServices")
    @Operation(
            operationId = "getContainerRegistryAssociatedServices",
            summary = "The services whose image comes from a container registry")
    public Uni<ListBody<AssociatedServiceBody>> associatedServices(UUID organizationId, UUID containerRegistryId) {
        return registries
                .users(organizationId, containerRegistryId)
                .map(all -> ListBody.of(all, AssociatedServiceBody::of));
    }

    /** The contract's {@code ContainerVersionResponse}. */
    record ImagesBody(String imageName, List<String> versions) {}
}
