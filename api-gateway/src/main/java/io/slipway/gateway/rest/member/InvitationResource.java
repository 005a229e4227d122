package io.slipway.gateway.rest.member;

import io.slipway.events.request.Origin;
import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.member.Members;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.slipway.gateway.domain.member.Member;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.Credentials;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.Needs;
import io.slipway.gateway.rest.security.WithoutToken;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** How people come to belong to an organization. */
@Path("/organization/{organizationId}/inviteMember")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Members")
class InvitationResource {

    private static final int MAX_EMAIL = 254;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]+@[^\\s@\\p{Cntrl}]+");

    private final Members members;
    private final AuditStore audit;
    private final CurrentUser user;
    private final Clock clock;

    InvitationResource(Members members, AuditStore audit, CurrentUser user, Clock clock) {
        this.members = members;
        this.audit = audit;
        this.user = user;
        this.clock = clock;
    }

    @GET
    @Operation(operationId = "getOrganizationInvitedMembers", summary = "The invitations that nobody has accepted yet")
    public Uni<InvitationsBody> list(UUID organizationId) {
        return members.invitations(organizationId)
                .map(all -> new InvitationsBody(all.stream().map(this::body).toList()));
    }

    @POST
    @Needs(Role.ADMIN)
    @Operation(operationId = "postInviteMember", summary = "Invite somebody; the invitation is good for a week")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InviteMemberRequest.class)))
    public Uni<RestResponse<InvitationBody>> invite(UUID organizationId, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String email = body.requiredText("email", MAX_EMAIL).strip();
        if (body.has("email") && !EMAIL.matcher(email).matches()) {
            body.error("email", "must be an e-mail address");
        }
        Role role = Roles.read(body, Role.VIEWER);
        body.check();
        return members.invite(organizationId, email, role, user.token())
                .map(invited -> RestResponse.status(Status.CREATED, body(invited)));
    }

    @GET
    @Path("/{inviteId}")
    @Operation(operationId = "getMemberInvitation", summary = "One invitation")
    public Uni<InvitationBody> get(UUID organizationId, UUID inviteId) {
        return members.invitation(organizationId, inviteId).map(this::body);
    }

    @DELETE
    @Path("/{inviteId}")
    @Needs(Role.ADMIN)
    @Operation(operationId = "deleteInviteMember", summary = "Take an invitation back")
    @APIResponse(responseCode = "204")
    public Uni<Void> delete(UUID organizationId, UUID inviteId) {
        return members.uninvite(organizationId, inviteId, user.token());
    }

    /** Who accepts is no member yet: nothing but the identity provider's token counts. */
    @POST
    @Path("/{inviteId}")
    @WithoutToken
    @Operation(
            operationId = "postAcceptInviteMember",
            summary = "Become a member, with the identity provider's token for the address that was invited")
    public Uni<InvitationBody> accept(UUID organizationId, UUID inviteId, UriInfo uri, HttpServerRequest request) {
        String token = Credentials.ofHeader(request)
                .orElseThrow(() -> new ApiException.Unauthorized("'Authorization: Bearer <token>' is needed"));
        return members.accept(organizationId, inviteId, token)
                .call(joined -> audit.add(event(joined, uri.getPath())))
                .map(this::body);
    }

    private AuditEvent event(Member joined, String path) {
        return new AuditEvent(
                UUID.randomUUID(),
                joined.organizationId(),
                clock.instant(),
                AuditEvent.Type.UPDATE,
                AuditEvent.Target.MEMBERS_AND_ROLES,
                null,
                joined.id(),
                joined.email(),
                "postAcceptInviteMember",
                path,
                joined.email(),
                Origin.API,
                null);
    }

    private InvitationBody body(Member invited) {
        return new InvitationBody(
                invited.id(),
                invited.createdAt(),
                invited.updatedAt(),
                invited.email(),
                Roles.Name.of(invited.role()),
                "/organization/" + invited.organizationId() + "/inviteMember/" + invited.id(),
                invited.isExpired(clock.instant()) ? InvitationStatus.EXPIRED : InvitationStatus.PENDING,
                invited.invitedBy(),
                invited.role().id(),
                invited.role().title());
    }

    @Schema(requiredProperties = "email")
    record InviteMemberRequest(
            @Schema(maxLength = MAX_EMAIL, format = "email") String email,

            @Schema(defaultValue = "VIEWER", description = "DEVELOPER is DevOps")
            Roles.Name role,

            @Schema(description = "One of those that availableRole lists; it wins over the name")
            UUID roleId) {}

    /** All invitations. */
    record InvitationsBody(List<InvitationBody> results) {}

    /** An invitation. */
    record InvitationBody(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String email,
            Roles.Name role,
            String invitationLink,
            InvitationStatus invitationStatus,
            String inviter,
            UUID roleId,
            String roleName) {}

    /** Whether it can still be accepted. */
    enum InvitationStatus {
        EXPIRED,
        PENDING
    }
}
