package io.slipway.gateway.rest.member;

import io.slipway.gateway.app.member.Members;
import io.slipway.gateway.domain.member.Member;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.References;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who belongs to an organization. */
@Path("/organization/{organizationId}/member")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Members")
class MemberResource {

    private static final String USER_ID = "user_id";

    private final Members members;
    private final CurrentUser user;

    MemberResource(Members members, CurrentUser user) {
        this.members = members;
        this.user = user;
    }

    @GET
    @Operation(operationId = "getOrganizationMembers", summary = "The members, oldest first")
    public Uni<MembersBody> list(UUID organizationId) {
        return members.list(organizationId)
                .map(all -> new MembersBody(all.stream().map(MemberBody::of).toList()));
    }

    @PUT
    @Needs(Role.ADMIN)
    @Operation(operationId = "editOrganizationMemberRole", summary = "Give a member another role, from now on")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = MemberRoleUpdateRequest.class)))
    public Uni<MemberBody> edit(UUID organizationId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        UUID id = body.requiredId(USER_ID);
        body.requiredId(Roles.ROLE_ID);
        Role role = Roles.read(body, Role.VIEWER);
        body.check();
        return References.named(USER_ID, id, () -> members.changeRole(organizationId, id, role, user.token()))
                .map(MemberBody::of);
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Operation(operationId = "deleteMember", summary = "Remove a member, who can do nothing from now on")
    @APIResponse(responseCode = "204")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DeleteMemberRequest.class)))
    public Uni<Void> delete(UUID organizationId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        UUID id = body.requiredId(USER_ID);
        body.check();
        return References.named(USER_ID, id, () -> members.remove(organizationId, id, user.token()));
    }

    @Schema(requiredProperties = {"user_id", "role_id"})
    record MemberRoleUpdateRequest(
            UUID userId,

            @Schema(description = "One of those that availableRole lists")
            UUID roleId) {}

    @Schema(requiredProperties = "user_id")
    record DeleteMemberRequest(UUID userId) {}

    /** All members. */
    record MembersBody(List<MemberBody> results) {}

    /** A member. */
    record MemberBody(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            @Nullable String name,
            @Nullable String nickname,
            String email,
            @Nullable Instant lastActivityAt,
            Roles.Name role,
            String roleName,
            UUID roleId) {

        static MemberBody of(Member member) {
            return new MemberBody(
                    member.id(),
                    member.createdAt(),
                    member.updatedAt(),
                    member.name(),
                    member.name(),
                    member.email(),
                    member.lastActivityAt(),
                    Roles.Name.of(member.role()),
                    member.role().title(),
                    member.role().id());
        }
    }
}
