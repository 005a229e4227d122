package io.slipway.gateway.rest.token;

import io.slipway.gateway.app.catalog.GitTokens;
import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.AssociatedServiceBody;
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

/** Tokens for private repositories. */
@Path("/organization/{organizationId}/gitToken")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Git tokens")
class GitTokenResource {

    private final GitTokens tokens;

    GitTokenResource(GitTokens tokens) {
        this.tokens = tokens;
    }

    @GET
    @Operation(operationId = "listOrganizationGitTokens", summary = "The git tokens, without their secrets")
    public Uni<ListBody<GitTokenBody>> list(UUID organizationId) {
        return tokens.list(organizationId).map(all -> ListBody.of(all, GitTokenBody::of));
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(operationId = "createGitToken", summary = "Add a git token; it is never told again")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenShapes.GitTokenRequest.class)))
    public Uni<RestResponse<GitTokenBody>> create(UUID organizationId, byte @Nullable [] bytes) {
        return tokens.create(organizationId, read(bytes))
                .map(made -> RestResponse.status(Status.CREATED, GitTokenBody.of(made)));
    }

    @GET
    @Path("/{gitTokenId}")
    @Operation(operationId = "getOrganizationGitToken", summary = "One git token, without its secret")
    public Uni<GitTokenBody> get(UUID organizationId, UUID gitTokenId) {
        return tokens.get(organizationId, gitTokenId).map(GitTokenBody::of);
    }

    @PUT
    @Needs(Role.ADMIN)
    @Path("/{gitTokenId}")
    @Operation(operationId = "editGitToken", summary = "Replace a git token")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenShapes.GitTokenRequest.class)))
    public Uni<GitTokenBody> edit(UUID organizationId, UUID gitTokenId, byte @Nullable [] bytes) {
        return tokens.edit(organizationId, gitTokenId, read(bytes)).map(GitTokenBody::of);
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Path("/{gitTokenId}")
    @Operation(operationId = "deleteGitToken", summary = "Delete a git token that no service uses")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID organizationId, UUID gitTokenId) {
        return tokens.delete(organizationId, gitTokenId);
    }

    @GET
    @Path("/{gitTokenId}/associatedServices")
    @Operation(operationId = "getGitTokenAssociatedServices", summary = "The services that use a git token")
    public Uni<ListBody<AssociatedServiceBody>> associatedServices(UUID organizationId, UUID gitTokenId) {
        return tokens.users(organizationId, gitTokenId).map(all -> ListBody.of(all, AssociatedServiceBody::of));
    }

    private static GitTokens.Draft read(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String name = Limits.name(body, "name");
        String description = Limits.description(body);
        Provider type = body.requiredEnumeration("type", Provider.class);
        GitTokens.Draft draft = new GitTokens.Draft(
                name,
                description,
                type,
                server(body, type),
                body.text("workspace", Limits.SHORT_TEXT),
                body.requiredText("token", Limits.COMMAND),
                body.instant("expired_at"));
        body.check();
        return draft;
    }

    /** The server of one's own that the body names, or else the provider's public service. */
    private static GitServer server(Body body, Provider type) {
        String apiUrl = body.text("git_api_url", Limits.SHORT_TEXT);
        if (apiUrl == null || apiUrl.isBlank()) {
            return GitServer.of(type);
        }
        return GitServer.at(apiUrl).orElseGet(() -> {
            body.error("git_api_url", "must be an address like https://git.example.com/api/v4");
            return GitServer.of(type);
        });
    }

    /** The contract's {@code GitTokenResponse}. */
    record GitTokenBody(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String name,
            @Nullable String description,
            Provider type,
            @Nullable Instant expiredAt,
            @Nullable String workspace,
            int associatedServicesCount,
            String gitApiUrl) {

        static GitTokenBody of(GitTokens.Counted counted) {
            GitToken token = counted.token();
            return new GitTokenBody(
                    token.id(),
                    token.createdAt(),
                    token.updatedAt(),
                    token.name(),
                    token.description(),
                    token.type(),
                    token.expiresAt(),
                    token.workspace(),
                    counted.services(),
                    token.server().apiUrl());
        }
    }
}
