package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.kit.secret.SecretCipher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tokens for private repositories; encrypted before they go anywhere, and never told again. */
@ApplicationScoped
public class GitTokens {

    private final ProjectStore store;
    private final Changes changes;
    private final Transactions transactions;
    private final GitTokenClient client;
    private final SecretCipher cipher;
    private final Clock clock;

    @Inject
    public GitTokens(
            ProjectStore store,
            Changes changes,
            Transactions transactions,
            GitTokenClient client,
            SecretCipher cipher,
            Clock clock) {
        this.client = client;
        this.store = store;
        this.changes = changes;
        this.transactions = transactions;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** The tokens of an organization, by name. */
    public Uni<List<Counted>> list(UUID organizationId) {
        return transactions.run(() -> store.organization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.gitTokensOf(organizationId))
                .chain(tokens -> Multi.createFrom()
                        .iterable(tokens)
                        .onItem()
                        .transformToUniAndConcatenate(
                                token -> store.servicesWith(token.id()).map(users -> new Counted(token, users.size())))
                        .collect()
                        .asList()));
    }

    /** One token of the organization. */
    public Uni<Counted> get(UUID organizationId, UUID id) {
        return list(organizationId)
                .map(all -> all.stream()
                        .filter(each -> each.token().id().equals(id))
                        .findFirst())
                .map(Found.or("git token", id));
    }

    /** Adds a token that its server does not refuse. */
    public Uni<Counted> create(UUID organizationId, Draft draft) {
        return checked(draft)
                .chain(() -> transactions.run(() -> store.lockOrganization(organizationId)
                        .map(Found.or("organization", organizationId))
                        .chain(() -> store.gitTokensOf(organizationId))
                        .chain(others -> {
                            requireFree(others, draft.name(), null);
                            Instant now = clock.instant();
                            GitToken token = token(UUID.randomUUID(), organizationId, draft, now, now);
                            return store.save(token).replaceWith(new Counted(token, 0));
                        })));
    }

    /** Replaces a token, and with it the configuration of all environments that use it. */
    public Uni<Counted> edit(UUID organizationId, UUID id, Draft draft) {
        return checked(draft)
                .chain(() -> transactions.run(() -> store.lockOrganization(organizationId)
                        .map(Found.or("organization", organizationId))
                        .chain(() -> store.servicesWith(id))
                        .chain(users -> changes.ofEnvironments(
                                users.stream()
                                        .map(user -> user.environment().id())
                                        .toList(),
                                () -> store.gitTokensOf(organizationId).chain(all -> {
                                    GitToken old = find(all, id);
                                    requireFree(all, draft.name(), id);
                                    requireFit(users, old, draft);
                                    GitToken edited =
                                            token(id, organizationId, draft, old.createdAt(), clock.instant());
                                    return store.save(edited).replaceWith(new Counted(edited, users.size()));
                                })))));
    }

    /** Deletes a token that no service uses. */
    public Uni<Void> delete(UUID organizationId, UUID id) {
        return transactions.run(() -> store.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> get(organizationId, id))
                .chain(found -> {
                    if (found.services() > 0) {
                        throw new ApiException.Conflict("The git token is used by " + found.services()
                                + " service(s): give these another one first");
                    }
                    return store.deleteGitToken(id);
                }));
    }

    /** The services whose repository is fetched with a token. */
    public Uni<List<ProjectStore.Association>> users(UUID organizationId, UUID id) {
        return transactions.run(() -> get(organizationId, id).chain(() -> store.servicesWith(id)));
    }

    /** A server that cannot be asked is not held against the token: it may be up only later, or only elsewhere. */
    private Uni<Void> checked(Draft draft) {
        return client.accepts(new GitTokenClient.Login(draft.type(), draft.server(), draft.workspace(), draft.token()))
                .invoke(accepted -> {
                    if (!accepted) {
                        throw new ApiException.Invalid(
                                "token",
                                "is refused by " + draft.server().apiUrl()
                                        + ": it is wrong, expired, or for another server");
                    }
                })
                .replaceWithVoid();
    }

    private GitToken token(UUID id, UUID organizationId, Draft draft, Instant createdAt, Instant updatedAt) {
        return new GitToken(
                id,
                organizationId,
                draft.name(),
                draft.description(),
                draft.type(),
                draft.server(),
                draft.workspace(),
                cipher.encrypt(draft.token()),
                draft.expiresAt(),
                createdAt,
                updatedAt);
    }

    private static GitToken find(List<GitToken> all, UUID id) {
        return all.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException.NotFound("git token", id));
    }

    /** Services that the token was not sent for before do not matter: they get none from the new one either. */
    private static void requireFit(List<ProjectStore.Association> users, GitToken old, Draft draft) {
        users.stream()
                .map(ProjectStore.Association::service)
                .filter(service -> service.config()
                        .git()
                        .filter(git -> old.fits(git.url()) && !draft.server().serves(git.url()))
                        .isPresent())
                .findFirst()
                .ifPresent(service -> {
                    throw new ApiException.Invalid(
                            draft.server().equals(GitServer.of(draft.type())) ? "type" : "git_api_url",
                            "does not fit the repository of the service '" + service.name()
                                    + "', which uses the token and is not at "
                                    + draft.server().address()
                                    + ": give that service another token first");
                });
    }

    private static void requireFree(List<GitToken> others, String name, @Nullable UUID self) {
        if (others.stream().anyMatch(other -> !other.id().equals(self) && Names.same(other.name(), name))) {
            throw new ApiException.Conflict("Git token name '" + name + "' within the organization is already taken");
        }
    }

    /** What a token is asked to be; {@code token} is plain. */
    public record Draft(
            String name,
            @Nullable String description,
            Provider type,
            GitServer server,
            @Nullable String workspace,
            String token,
            @Nullable Instant expiresAt) {

        @Override
        public String toString() {
            return "Draft[" + name + " " + type + "]";
        }
    }

    /** A token and how many services use it. */
    public record Counted(GitToken token, int services) {}
}
