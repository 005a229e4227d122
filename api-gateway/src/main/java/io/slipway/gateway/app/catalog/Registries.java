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
    private final SecretCipher cipher;
    private final Clock clock;

    @Inject
    public Registries(ProjectStore store, Transactions transactions, SecretCipher cipher, Clock clock) {
        this.store = store;
        this.transactions = transactions;
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

    /** Adds a registry; its password is encrypted before it goes anywhere. */
    public Uni<Counted> create(UUID organizationId, Draft draft) {
        return transactions.run(() -> store.lockOrganization(organizationId)
                .map(Found.or("organization", organizationId))
                .chain(() -> store.registriesOf(organizationId))
                .chain(others -> {
                    if (others.stream().anyMatch(other -> Names.same(other.name(), draft.name()))) {
                        throw new ApiException.Conflict("Container registry name '" + draft.name()
                                + "' within the organization is already taken");
                    }
                    Registry registry = registry(organizationId, draft);
                    return store.save(registry).replaceWith(new Counted(registry, 0));
                }));
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
