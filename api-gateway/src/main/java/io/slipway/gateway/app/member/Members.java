package io.slipway.gateway.app.member;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.member.Member;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The people of organizations. Nobody gives or takes a role above their own, and an organization that has owners among
 * its people keeps one.
 */
@ApplicationScoped
public class Members {

    private final MemberStore store;
    private final ProjectStore projects;
    private final Identities identities;
    private final Transactions transactions;
    private final Clock clock;

    @Inject
    public Members(
            MemberStore store, ProjectStore projects, Identities identities, Transactions transactions, Clock clock) {
        this.store = store;
        this.projects = projects;
        this.identities = identities;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Who belongs to an organization, oldest first. */
    public Uni<List<Member>> list(UUID organizationId) {
        return all(organizationId)
                .map(all -> all.stream().filter(Member::hasJoined).toList());
    }

    /** Who is invited, oldest first. */
    public Uni<List<Member>> invitations(UUID organizationId) {
        return all(organizationId)
                .map(all -> all.stream().filter(member -> !member.hasJoined()).toList());
    }

    /** One invitation. */
    public Uni<Member> invitation(UUID organizationId, UUID id) {
        return invitations(organizationId).map(all -> find(all, "invitation", id));
    }

    /** Invites somebody; an invitation that came to nothing is replaced. */
    public Uni<Member> invite(UUID organizationId, String email, Role role, ApiToken inviter) {
        requireAtLeast(inviter, role);
        return changing(organizationId, all -> {
            Instant now = clock.instant();
            Uni<Void> free = Uni.createFrom().voidItem();
            for (Member other : all) {
                if (Member.key(other.email()).equals(Member.key(email))) {
                    if (!other.isExpired(now)) {
                        throw new ApiException.Conflict(
                                email + (other.hasJoined() ? " is a member already" : " is invited already"));
                    }
                    free = store.delete(other.id());
                }
            }
            Member invited = new Member(
                    UUID.randomUUID(), organizationId, email, null, role, inviter.name(), now, now, null, null);
            return free.chain(() -> store.save(invited)).replaceWith(invited);
        });
    }

    /** Takes an invitation back. */
    public Uni<Void> uninvite(UUID organizationId, UUID id, ApiToken by) {
        return changing(organizationId, all -> {
            Member invited =
                    find(all.stream().filter(member -> !member.hasJoined()).toList(), "invitation", id);
            requireAtLeast(by, invited.role());
            return store.delete(id);
        });
    }

    /**
     * Makes the invited a member.
     *
     * @param token what the identity provider gave to them; it must be for the address that was invited
     */
    public Uni<Member> accept(UUID organizationId, UUID id, String token) {
        return identities.verify(token).chain(verified -> {
            Identities.Person person = verified.orElseThrow(() -> new ApiException.Unauthorized(
                    "An invitation is accepted by whom it is for, with a token of the identity provider"));
            return changing(organizationId, all -> {
                Member invited = all.stream()
                        .filter(member -> !member.hasJoined() && member.id().equals(id))
                        .filter(member -> Member.key(member.email()).equals(Member.key(person.email())))
                        .findFirst()
                        .orElseThrow(() -> new ApiException.NotFound("invitation", id));
                Instant now = clock.instant();
                if (invited.isExpired(now)) {
                    throw new ApiException.Conflict("The invitation has expired: ask for another one");
                }
                Member joined = invited.joined(person.name(), now);
                return store.save(joined).replaceWith(joined);
            });
        });
    }

    /** Gives a member another role. */
    public Uni<Member> changeRole(UUID organizationId, UUID id, Role role, ApiToken by) {
        return changing(organizationId, all -> {
            Member member = find(all.stream().filter(Member::hasJoined).toList(), "member", id);
            requireAtLeast(by, member.role());
            requireAtLeast(by, role);
            if (role != Role.OWNER) {
                requireAnotherOwner(all, member);
            }
            Member changed = member.with(role, clock.instant());
            return store.save(changed).replaceWith(changed);
        });
    }

    /** Removes a member, who can do nothing from now on. */
    public Uni<Void> remove(UUID organizationId, UUID id, ApiToken by) {
        return changing(organizationId, all -> {
            Member member = find(all.stream().filter(Member::hasJoined).toList(), "member", id);
            requireAtLeast(by, member.role());
            requireAnotherOwner(all, member);
            return store.delete(id);
        });
    }

    private Uni<List<Member>> all(UUID organizationId) {
        return transactions.run(() -> projects.organization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.of(organizationId)));
    }

    /** One change of an organization's people after the other. */
    private <T> Uni<T> changing(UUID organizationId, Function<List<Member>, Uni<T>> change) {
        return transactions.run(() -> projects.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.of(organizationId))
                .chain(all -> change.apply(all)));
    }

    private static Member find(List<Member> all, String what, UUID id) {
        return all.stream()
                .filter(member -> member.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException.NotFound(what, id));
    }

    private static void requireAtLeast(ApiToken by, Role role) {
        if (!by.role().includes(role)) {
            throw new ApiException.Forbidden("Only who has the role " + role + " can decide on who has it");
        }
    }

    private static void requireAnotherOwner(List<Member> all, Member member) {
        boolean another = all.stream()
                .anyMatch(other -> other.hasJoined()
                        && other.role() == Role.OWNER
                        && !other.id().equals(member.id()));
        if (member.role() == Role.OWNER && !another) {
            throw new ApiException.Conflict(
                    member.email() + " is the last owner of the organization: make somebody else an owner first");
        }
    }
}
