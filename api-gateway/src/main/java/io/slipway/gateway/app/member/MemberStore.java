package io.slipway.gateway.app.member;

import io.slipway.gateway.domain.member.Member;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps members and invitations. */
public interface MemberStore {

    /** Members and the invited of an organization, oldest first. */
    Uni<List<Member>> of(UUID organizationId);

    /** Adds or replaces one. */
    Uni<Void> save(Member member);

    /** Removes one. */
    Uni<Void> delete(UUID id);

    /**
     * The membership of a person who calls; notes the activity, to the minute. Needs neither session nor transaction.
     *
     * @param organizationId which of several; null = the one that was joined first
     */
    Uni<Optional<Member>> use(String email, @Nullable UUID organizationId, Instant now);
}
