package io.slipway.gateway.rest.token;

import io.slipway.gateway.app.token.Tokens;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.Needs;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** API tokens: each has a role, and may have an end. */
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
    @Needs(Role.ADMIN)
    @Operation(operationId = "listOrganizationApiTokens", summary = "The tokens, without their secrets")
    public Uni<ListBody<TokenBody>> list(UUID organizationId) {
        return tokens.list(organizationId).map(all -> ListBody.of(all, token -> TokenBody.of(token, null)));
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "createOrganizationApiToken",
            summary = "Make a token; this answer is the only one that has it")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenShapes.ApiTokenRequest.class)))
    public Uni<RestResponse<TokenBody>> create(UUID organizationId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Tokens.Draft draft = new Tokens.Draft(
                Limits.name(body, "name"), Limits.description(body), role(body), body.instant("expires_at"));
        body.check();
        return tokens.create(organizationId, draft, user.token())
                .map(created -> RestResponse.status(Status.CREATED, TokenBody.of(created.token(), created.text())));
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Path("/{apiTokenId}")
    @Operation(operationId = "deleteOrganizationApiToken", summary = "Revoke a token")
    public Uni<Void> delete(UUID organizationId, UUID apiTokenId) {
        return tokens.revoke(organizationId, apiTokenId);
    }

    /** By the id that the contract has, or by name; {@code ADMIN} if neither is given. */
    private static Role role(Body body) {
        UUID id = body.id("role_id");
        Role named = body.enumeration("role", Role.class, Role.ADMIN);
        if (id == null) {
            return named;
        }
        return Role.of(id).orElseGet(() -> {
            body.error("role_id", "is not the id of a role: availableRole lists them");
            return named;
        });
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
            UUID roleId,
            String roleName,
            @Nullable Instant expiresAt,
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
                    token.role().id(),
                    token.role().title(),
                    token.expiresAt(),
                    text);
        }
    }
}
