package io.slipway.gateway.rest.variable;

import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.rest.body.ListBody;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Variables and secrets of a project. */
@Path("/project/{projectId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Variables")
class ProjectVariablesResource {

    private static final ParentScope SCOPE = ParentScope.PROJECT;

    private final ScopedVariables variables;

    ProjectVariablesResource(ScopedVariables variables) {
        this.variables = variables;
    }

    @GET
    @Path("/environmentVariable")
    @Operation(
            operationId = "listProjectEnvironmentVariable",
            summary = "The variables that it sees and that are no secrets")
    public Uni<ListBody<VariableBody>> list(UUID projectId) {
        return variables.values(SCOPE, projectId);
    }

    @POST
    @Path("/environmentVariable")
    @Operation(
            operationId = "createProjectEnvironmentVariable",
            summary = "Add a variable, or a file if there is a mount_path")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.ScopedVariableRequest.class)))
    public Uni<RestResponse<VariableBody>> create(UUID projectId, byte @Nullable [] bytes) {
        return variables.addValue(SCOPE, projectId, bytes);
    }

    @GET
    @Path("/secret")
    @Operation(operationId = "listProjectSecrets", summary = "The secrets that it sees, without their values")
    public Uni<ListBody<SecretBody>> listSecrets(UUID projectId) {
        return variables.secrets(SCOPE, projectId);
    }

    @POST
    @Path("/secret")
    @Operation(operationId = "createProjectSecret", summary = "Add a secret, or a secret file if there is a mount_path")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = VariableShapes.ScopedVariableRequest.class)))
    public Uni<RestResponse<SecretBody>> createSecret(UUID projectId, byte @Nullable [] bytes) {
        return variables.addSecret(SCOPE, projectId, bytes);
    }
}
