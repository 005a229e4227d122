package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.EffectiveValues;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.variable.References;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Refuses variables that refer to each other in a cycle, for whichever service it is one. Secrets are decrypted only
 * while their references are looked for; what is said of a cycle has nothing but names.
 */
@ApplicationScoped
public class VariableCycles {

    private final EnvironmentStore environments;
    private final VariableStore variables;
    private final Snapshots snapshots;
    private final SecretCipher cipher;

    @Inject
    public VariableCycles(
            EnvironmentStore environments, VariableStore variables, Snapshots snapshots, SecretCipher cipher) {
        this.environments = environments;
        this.variables = variables;
        this.snapshots = snapshots;
        this.cipher = cipher;
    }

    /**
     * Looks at everything that sees variables of {@code owner}, after {@code changed} were saved in this transaction.
     *
     * @param field of the request, to be named
     * @return fails with {@link ApiException.Invalid} if these variables lead to a cycle
     */
    Uni<Void> refuse(String field, Owner owner, Collection<CatalogVariable> changed) {
        if (changed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return switch (owner) {
            case Owner.OfProject(UUID id) ->
                variables
                        .ofProject(id)
                        .invoke(all -> refuse(field, EffectiveValues.ofProject(all), all, changed))
                        .chain(() -> environments.environmentsOf(id))
                        .chain(all -> Multi.createFrom()
                                .iterable(all)
                                .onItem()
                                .transformToUniAndConcatenate(environment -> refuse(field, environment, null, changed)
                                        .replaceWith(environment))
                                .collect()
                                .last()
                                .replaceWithVoid());
            case Owner.OfEnvironment(UUID id) -> refuse(field, id, null, changed);
            case Owner.OfService(UUID id, UUID environmentId) -> refuse(field, environmentId, id, changed);
        };
    }

    private Uni<Void> refuse(
            String field, UUID environmentId, @Nullable UUID serviceId, Collection<CatalogVariable> changed) {
        return environments
                .environment(environmentId)
                .map(Found.or("environment", environmentId))
                .chain(environment -> refuse(field, environment, serviceId, changed));
    }

    private Uni<Void> refuse(
            String field, Environment environment, @Nullable UUID serviceId, Collection<CatalogVariable> changed) {
        return snapshots
                .of(environment)
                .invoke(snapshot ->
                        views(snapshot, serviceId).forEach(view -> refuse(field, view, snapshot.variables(), changed)))
                .replaceWithVoid();
    }

    private static Stream<EffectiveValues> views(Snapshot snapshot, @Nullable UUID serviceId) {
        return serviceId != null
                ? Stream.of(EffectiveValues.of(snapshot, serviceId))
                : Stream.concat(
                        Stream.of(EffectiveValues.of(snapshot, null)),
                        snapshot.services().stream().map(Service::id).map(id -> EffectiveValues.of(snapshot, id)));
    }

    private void refuse(
            String field, EffectiveValues view, List<CatalogVariable> all, Collection<CatalogVariable> changed) {
        References.findCycle(
                        keys(all, changed), key -> view.get(key).map(this::text).orElse(null))
                .ifPresent(cycle -> {
                    throw new ApiException.Invalid(field, "cannot be taken: " + cycle);
                });
    }

    /** Aliases of what was changed have its text, too. */
    private static Set<String> keys(List<CatalogVariable> all, Collection<CatalogVariable> changed) {
        Set<UUID> ids = changed.stream().map(CatalogVariable::id).collect(Collectors.toSet());
        Set<String> keys = new HashSet<>();
        changed.forEach(variable -> keys.add(variable.key()));
        all.stream()
                .filter(variable -> variable.type() == VariableType.ALIAS && ids.contains(variable.targetId()))
                .forEach(variable -> keys.add(variable.key()));
        return keys;
    }

    private @Nullable String text(Value value) {
        if (!value.secret()) {
            return value.text();
        }
        try {
            return cipher.decrypt(value.text());
        } catch (SecretException _) {
            // Deployments will say so; it refers to nothing that could be known here.
            return null;
        }
    }
}
