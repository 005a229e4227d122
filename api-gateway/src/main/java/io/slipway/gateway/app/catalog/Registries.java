package io.slipway.gateway.app.catalog;

import io.slipway.events.Copies;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.kit.secret.SecretCipher;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Container registries. */
@ApplicationScoped
public class Registries {

    private final ProjectStore store;
    private final Transactions transactions;
    private final Changes changes;
    private final RegistryClient client;
    private final SecretCipher cipher;
    private final Clock clock;

    @Inject
    public Registries(
            ProjectStore store,
            Transactions transactions,
            Changes changes,
            RegistryClient client,
            SecretCipher cipher,
            Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.changes = changes;
        this.client = client;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** The registries of an organization, by name. */
    public Uni<List<Counted>> list(UUID organizationId) {
        return transactions.run(() -> store.organization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.registriesOf(organizationId))
                .chain(registries -> store.serviceCounts(
                                registries.stream().map(Registry::id).toList())
                        .map(counts -> registries.stream()
                                .map(registry -> new Counted(registry, counts.getOrDefault(registry.id(), 0L)))
                                .toList())));
    }

    /** One registry of the organization. */
    public Uni<Counted> get(UUID organizationId, UUID id) {
        return list(organizationId)
                .map(all -> all.stream()
                        .filter(registry -> registry.registry().id().equals(id))
                        .findFirst())
                .map(Found.or("container registry", id));
    }

    /** Adds a registry that does not refuse its credentials; the password is encrypted before it goes anywhere. */
    public Uni<Counted> create(UUID organizationId, Draft draft) {
        return checked(draft, draft.password())
                .chain(() -> transactions.run(() -> store.lockOrganization(organizationId)
                        .map(Found.or("organization", organizationId))
                        .chain(() -> store.registriesOf(organizationId))
                        .chain(others -> {
                            requireFree(others, draft.name(), null);
                            Registry registry = registry(organizationId, draft);
                            return store.save(registry).replaceWith(new Counted(registry, 0));
                        })));
    }

    /**
     * Replaces a registry's configuration, and with it that of all environments that use it. Without a password the one
     * that is known stays, as long as the user name is the same.
     */
    public Uni<Counted> edit(UUID organizationId, UUID id, Draft draft) {
        return get(organizationId, id)
                .chain(found -> checked(draft, password(found.registry(), draft)))
                .chain(() -> transactions.run(() -> store.lockOrganization(organizationId)
                        .map(Found.or("organization", organizationId))
                        .chain(() -> store.servicesUsing(id))
                        .chain(users -> changes.ofEnvironments(
                                users.stream()
                                        .map(user -> user.environment().id())
                                        .toList(),
                                () -> store.registriesOf(organizationId)
                                        .chain(all -> replace(all, id, draft, users.size()))))));
    }

    /** Deletes a registry that no service uses. */
    public Uni<Void> delete(UUID organizationId, UUID id) {
        return transactions.run(() -> store.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> get(organizationId, id))
                .chain(found -> {
                    if (found.services() > 0) {
                        throw new ApiException.Conflict("The container registry is used by " + found.services()
                                + " service(s): give these another one first");
                    }
                    return store.deleteRegistry(id);
                }));
    }

    /** The services whose images come from a registry. */
    public Uni<List<ProjectStore.Association>> users(UUID organizationId, UUID id) {
        return transactions.run(() -> get(organizationId, id).chain(() -> store.servicesUsing(id)));
    }

    /**
     * The tags of images that a registry has.
     *
     * @param image the exact name of an image; null = none
     * @param search part of the names of images; null = none
     * @return fails with {@link ApiException.Conflict} if the registry cannot be asked
     */
    public Uni<List<RegistryClient.Image>> images(
            UUID organizationId, UUID id, @Nullable String image, @Nullable String search) {
        return get(organizationId, id).chain(found -> {
            Registry registry = found.registry();
            RegistryClient.Login login = login(registry.url(), registry.kind(), registry.username(), plain(registry));
            return client.images(login, image, search);
        });
    }

    private Uni<Counted> replace(List<Registry> all, UUID id, Draft draft, int users) {
        Registry old = all.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException.NotFound("container registry", id));
        requireFree(all, draft.name(), id);
        String password = password(old, draft);
        Registry edited = new Registry(
                id,
                old.organizationId(),
                draft.name(),
                draft.kind(),
                draft.description(),
                draft.url(),
                draft.settings(),
                password == null ? null : cipher.encrypt(password),
                old.createdAt(),
                clock.instant());
        return store.save(edited).replaceWith(new Counted(edited, users));
    }

    /** What a registry cannot be asked about is not held against it: it may be up only later, or only elsewhere. */
    private Uni<Void> checked(Draft draft, @Nullable String password) {
        if (password == null) {
            return Uni.createFrom().voidItem();
        }
        return client.accepts(login(draft.url(), draft.kind(), draft.settings().getOrDefault("username", ""), password))
                .invoke(accepted -> {
                    if (!accepted) {
                        throw new ApiException.Invalid("config", "has credentials that the registry refuses");
                    }
                })
                .replaceWithVoid();
    }

    private @Nullable String password(Registry old, Draft draft) {
        if (draft.password() != null) {
            return draft.password();
        }
        return old.username().equals(draft.settings().getOrDefault("username", ""))
                        && old.url().equals(draft.url())
                ? plain(old)
                : null;
    }

    private @Nullable String plain(Registry registry) {
        return registry.password() == null ? null : cipher.decrypt(registry.password());
    }

    private static RegistryClient.Login login(
            String url, Registry.Kind kind, String username, @Nullable String password) {
        return new RegistryClient.Login(url, kind, username, password);
    }

    private static void requireFree(List<Registry> others, String name, @Nullable UUID self) {
        if (others.stream().anyMatch(other -> !other.id().equals(self) && Names.same(other.name(), name))) {
            throw new ApiException.Conflict(
                    "Container registry name '" + name + "' within the organization is already taken");
        }
    }

    private Registry registry(UUID organizationId, Draft draft) {
        Instant now = clock.instant();
        return new Registry(
                UUID.randomUUID(),
                organizationId,
                draft.name(),
                draft.kind(),
                draft.description(),
                draft.url(),
                draft.settings(),
                draft.password() == null ? null : cipher.encrypt(draft.password()),
                now,
                now);
    }

    /**
     * What a registry is asked to be.
     *
     * @param password plain; null = anonymous
     */
    public record Draft(
            String name,
            Registry.Kind kind,
            @Nullable String description,
            String url,
            Map<String, String> settings,
            @Nullable String password) {

        public Draft {
            settings = Copies.map(settings);
        }

        @Override
        public String toString() {
            return "Draft[" + name + " " + url + "]";
        }
    }

    /** A registry and how many services use it. */
    public record Counted(Registry registry, long services) {}
}
