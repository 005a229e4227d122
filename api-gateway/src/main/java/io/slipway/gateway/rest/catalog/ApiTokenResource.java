package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.token.Tokens;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** API tokens. Every token may do everything. */
@Path("/organization/{organizationId}/apiToken")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "API tokens")
class ApiTokenResource {

    private final Tokens tokens;
    private final CurrentUser user;

    ApiTokenResource(Tokens tokens, CurrentUser user) {
        this.tokens = tokens;
        this.user = user;
    }

    @GET
    @Operation(operationId = "listOrganizationApiTokens", summary = "The tokens, without their secrets")
    public Uni<ListBody<TokenBody>> list(UUID organizationId) {
        return tokens.list(organizationId).map(all -> ListBody.of(all, token -> TokenBody.of(token, null)));
    }

    @POST
    @Operation(
            operationId = "createOrganizationApiToken",
            summary = "Make a token; this answer is the only one that has it")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Shapes.ApiTokenRequest.class)))
    public Uni<RestResponse<TokenBody>> create(UUID organizationId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String name = Limits.name(body, "name");
        String description = Limits.description(body);
        body.check();
        return tokens.create(organizationId, name, description, user.name())
                .map(created -> RestResponse.status(Status.CREATED, TokenBody.of(created.token(), created.text())));
    }

    @DELETE
    @Path("/{apiTokenId}")
    @Operation(operationId = "deleteOrganizationApiToken", summary = "Revoke a token")
    public Uni<Void> delete(UUID organizationId, UUID apiTokenId) {
        return tokens.revoke(organizationId, apiTokenId);
    }

    /** A token; {@code token} is there only when it has just been made. */
    record TokenBody(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String name,
            @Nullable String description,
            String creatorName,
            @Nullable Instant lastUsedAt,
            @Nullable String token) {

        static TokenBody of(ApiToken token, @Nullable String text) {
            return new TokenBody(
                    token.id(),
                    token.createdAt(),
                    token.updatedAt(),
                    token.name(),
                    token.description(),
                    token.createdBy(),
                    token.lastUsedAt(),
                    text);
        }
    }
}
