package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Databases by their own ids. */
@Path("/database/{databaseId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Services")
class DatabaseResource {

    private final Services services;
    private final Cluster cluster;

    DatabaseResource(Services services, Cluster cluster) {
        this.services = services;
        this.cluster = cluster;
    }

    @GET
    @Operation(operationId = "getDatabase", summary = "One database")
    public Uni<ServiceBody> get(UUID databaseId) {
        return services.get(ServiceType.DATABASE, databaseId).map(found -> ServiceBody.of(found, cluster));
    }

    @PUT
    @Operation(operationId = "editDatabase", summary = "Edit the database")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.DatabaseEditRequest.class)))
    public Uni<ServiceBody> edit(UUID databaseId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        return services.edit(
                        ServiceType.DATABASE,
                        databaseId,
                        old -> DatabaseRequest.edit(body, old, (DatabaseConfig) old.config(), cluster))
                .map(edited -> ServiceBody.of(edited, cluster));
    }
}
