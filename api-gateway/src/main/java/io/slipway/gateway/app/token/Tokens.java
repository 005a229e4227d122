package io.slipway.gateway.app.token;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.ProjectStore;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.member.Identities;
import io.slipway.gateway.app.member.MemberStore;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.domain.token.TokenText;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything about API tokens. */
@ApplicationScoped
public class Tokens {

    private static final String BOOTSTRAP_NAME = "bootstrap";

    private final TokenStore store;
    private final ProjectStore projects;
    private final Identities identities;
    private final MemberStore members;
    private final Transactions transactions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    public Tokens(
            TokenStore store,
            ProjectStore projects,
            Identities identities,
            MemberStore members,
            Transactions transactions,
            Clock clock) {
        this.identities = identities;
        this.members = members;
        this.store = store;
        this.projects = projects;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The same for people with one organization, or for the first that they joined. */
    public Uni<Optional<ApiToken>> recognise(String token) {
        return recognise(token, null);
    }

    /**
     * Whose token this is, or who the person is that an identity provider's token was issued to; empty if it is none, or
     * none any more, or the person is no member.
     *
     * @param organizationId of which a person wants to be a member; null = the first that they joined
     */
    public Uni<Optional<ApiToken>> recognise(String token, @Nullable UUID organizationId) {
        Instant now = clock.instant();
        return TokenText.isToken(token)
                ? store.use(TokenText.hash(token), now).map(found -> found.filter(known -> known.isValid(now)))
                : identities
                        .verify(token)
                        .chain(verified -> verified.map(person -> members.use(person.email(), organizationId, now)
                                        .map(found -> found.map(member -> member.pass(person.expiresAt()))))
                                .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }

    /** Makes {@code token} valid as the first administrator's; an earlier one is valid no longer. */
    public Uni<Void> bootstrap(UUID organizationId, String token) {
        if (!TokenText.isToken(token)) {
            throw new IllegalArgumentException("a token begins with 'slipway_' and goes on with at least 32 letters,"
                    + " digits, dashes or underscores");
        }
        Instant now = clock.instant();
        ApiToken row = new ApiToken(
                UUID.randomUUID(),
                organizationId,
                BOOTSTRAP_NAME,
                "Made at the first start",
                "slipway",
                now,
                now,
                null,
                Role.OWNER,
                null);
        return store.replaceByName(row, TokenText.hash(token));
    }

    /** The tokens of an organization. */
    public Uni<List<ApiToken>> list(UUID organizationId) {
        return transactions.run(() -> projects.organization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.tokensOf(organizationId)));
    }

    /** Makes a token; this is the only time that its text is to be had. Nobody gives away more than they have. */
    public Uni<Created> create(UUID organizationId, Draft draft, ApiToken creator) {
        if (!creator.role().includes(draft.role())) {
            throw new ApiException.Forbidden("Only a token with the role " + draft.role() + " can make another one");
        }
        Instant expiresAt = draft.expiresAt();
        if (expiresAt != null && !expiresAt.isAfter(clock.instant())) {
            throw new ApiException.Invalid("expires_at", "must be in the future");
        }
        String name = draft.name();
        return transactions.run(() -> projects.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.tokensOf(organizationId))
                .chain(tokens -> {
                    if (tokens.stream().anyMatch(token -> Names.same(token.name(), name))) {
                        throw new ApiException.Conflict("There is an API token with the name '" + name + "' already");
                    }
                    Instant now = clock.instant();
                    ApiToken token = new ApiToken(
                            UUID.randomUUID(),
                            organizationId,
                            name,
                            draft.description(),
                            creator.name(),
                            now,
                            now,
                            null,
                            draft.role(),
                            expiresAt);
                    byte[] bytes = new byte[TokenText.RANDOM_BYTES];
                    random.nextBytes(bytes);
                    String text = TokenText.of(bytes);
                    return store.add(token, TokenText.hash(text)).replaceWith(new Created(token, text));
                }));
    }

    /** Makes a token worthless. */
    public Uni<Void> revoke(UUID organizationId, UUID tokenId) {
        return transactions.run(() -> store.delete(organizationId, tokenId)
                .invoke(deleted -> {
                    if (!deleted) {
                        throw new ApiException.NotFound("API token", tokenId);
                    }
                })
                .replaceWithVoid());
    }

    /** What a token is asked to be; without a time it never expires. */
    public record Draft(
            String name,
            @Nullable String description,
            Role role,
            @Nullable Instant expiresAt) {}

    /** A new token with its text. */
    public record Created(ApiToken token, String text) {

        @Override
        public String toString() {
            return "Created[" + token + "]";
        }
    }
}
