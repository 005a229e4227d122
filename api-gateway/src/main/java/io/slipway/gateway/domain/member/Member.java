package io.slipway.gateway.domain.member;

import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who belongs to an organization, or is invited to.
 *
 * @param name as the identity provider tells it; null while that is not known
 * @param invitedBy who invited, as the audit log names them
 * @param joinedAt null = invited only
 * @param lastActivityAt of the last request, to the minute
 */
public record Member(
        UUID id,
        UUID organizationId,
        String email,
        @Nullable String name,
        Role role,
        String invitedBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant joinedAt,
        @Nullable Instant lastActivityAt) {

    /** How long an invitation can be accepted. */
    public static final Duration INVITATION = Duration.ofDays(7);

    /** The address as addresses are compared. */
    public static String key(String email) {
        return email.toLowerCase(Locale.ROOT);
    }

    /** Whether the invitation was accepted. */
    public boolean hasJoined() {
        return joinedAt != null;
    }

    /** Whether there is an invitation that came to nothing. */
    public boolean isExpired(Instant now) {
        return !hasJoined() && !now.isBefore(createdAt.plus(INVITATION));
    }

    /** The same with another role. */
    public Member with(Role other, Instant now) {
        return new Member(id, organizationId, email, name, other, invitedBy, createdAt, now, joinedAt, lastActivityAt);
    }

    /** The same, belonging to the organization from now on. */
    public Member joined(@Nullable String knownAs, Instant now) {
        return new Member(id, organizationId, email, knownAs, role, invitedBy, createdAt, now, now, now);
    }

    /**
     * What the person is known by in a request: like a token with the same role whose name is the address.
     *
     * @param expiresAt when the proof of who it is ends
     */
    public ApiToken pass(Instant expiresAt) {
        return new ApiToken(
                id, organizationId, email, null, invitedBy, createdAt, updatedAt, lastActivityAt, role, expiresAt);
    }
}
