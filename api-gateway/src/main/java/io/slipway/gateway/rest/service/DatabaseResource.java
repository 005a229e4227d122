package io.slipway.gateway.rest.service;

import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.app.catalog.DatabaseCredentials;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.Needs;
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

/** Databases by their own ids. */
@Path("/database/{databaseId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Services")
class DatabaseResource {

    private final Services services;
    private final Cluster cluster;
    private final ServiceClones clones;
    private final DatabaseCredentials credentials;

    DatabaseResource(Services services, Cluster cluster, ServiceClones clones, DatabaseCredentials credentials) {
        this.services = services;
        this.cluster = cluster;
        this.clones = clones;
        this.credentials = credentials;
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
                            schema = @Schema(implementation = ServiceShapes.DatabaseEditRequest.class)))
    public Uni<ServiceBody> edit(UUID databaseId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        return services.edit(
                        ServiceType.DATABASE,
                        databaseId,
                        old -> DatabaseRequest.edit(body, old, (DatabaseConfig) old.config(), cluster))
                .map(edited -> ServiceBody.of(edited, cluster));
    }

    @POST
    @Path("/clone")
    @Operation(
            operationId = "cloneDatabase",
            summary = "Copy the database into the same or another environment; answers 202 with the copy")
    @APIResponse(responseCode = "202")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.CloneServiceRequest.class)))
    public Uni<RestResponse<ServiceBody>> clone(UUID databaseId, byte @Nullable [] bytes) {
        return clones.service(ServiceType.DATABASE, databaseId, bytes);
    }

    @GET
    @Path("/masterCredentials")
    @Needs(Role.DEVOPS)
    @Operation(
            operationId = "getDatabaseMasterCredentials",
            summary = "Who may log in to the database; the one answer that has a password in it")
    public Uni<CredentialsBody> masterCredentials(UUID databaseId) {
        return services.get(ServiceType.DATABASE, databaseId).map(found -> {
            DatabaseConfig config = (DatabaseConfig) found.service().config();
            return new CredentialsBody(
                    VariableNames.databaseHostname(databaseId.toString(), config.engine()),
                    config.engine().port(),
                    config.login(),
                    credentials.password(config));
        });
    }

    /** The contract's {@code Credentials}: the address is the one inside of the environment. */
    record CredentialsBody(String host, int port, String login, String password) {

        @Override
        public String toString() {
            return "CredentialsBody[" + login + "]";
        }
    }
}
