package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.kit.secret.SecretCipher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Imports many variables at once, as a service's environment file has them. What cannot be imported is skipped with the
 * reason and holds up nothing else; all the rest is one change.
 */
@ApplicationScoped
public class VariableImports {

    private final VariableParents parents;
    private final VariableStore store;
    private final EnvironmentStore environments;
    private final VariableCycles cycles;
    private final Transactions transactions;
    private final SecretCipher cipher;
    private final Clock clock;

    @Inject
    public VariableImports(
            VariableParents parents,
            VariableStore store,
            EnvironmentStore environments,
            VariableCycles cycles,
            Transactions transactions,
            SecretCipher cipher,
            Clock clock) {
        this.parents = parents;
        this.store = store;
        this.environments = environments;
        this.cycles = cycles;
        this.transactions = transactions;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Imports variables for a service, each into the scope that it names: the service, its environment or its project.
     *
     * @param type of the service; one of another type does not count
     * @param overwrite whether what is there already gets the new value
     * @return one outcome for each item, in their order
     */
    public Uni<List<Outcome>> run(UUID serviceId, ParentScope type, boolean overwrite, List<Item> items) {
        return transactions.run(() -> environments
                .service(serviceId)
                .map(found ->
                        found.filter(service -> type.serviceType().stream().anyMatch(service.type()::equals)))
                .map(Found.or(type.name().toLowerCase(java.util.Locale.ROOT), serviceId))
                .map(Service::environmentId)
                .chain(environmentId ->
                        environments.environment(environmentId).map(Found.or("environment", environmentId)))
                .chain(environment -> run(new Target(serviceId, type, environment), overwrite, items)));
    }

    /** The project's lock comes before the environment's. */
    private Uni<List<Outcome>> run(Target target, boolean overwrite, List<Item> items) {
        @Nullable Outcome[] outcomes = new @Nullable Outcome[items.size()];
        return Multi.createFrom()
                .items(ParentScope.PROJECT, ParentScope.ENVIRONMENT, target.type())
                .onItem()
                .transformToUniAndConcatenate(scope -> into(target, scope, overwrite, items, outcomes))
                .collect()
                .last()
                .map(_ -> {
                    for (int i = 0; i < outcomes.length; i++) {
                        if (outcomes[i] == null) {
                            outcomes[i] = new Outcome(
                                    items.get(i),
                                    Result.SKIPPED,
                                    "the type of the service is " + target.type() + ": it has no "
                                            + items.get(i).scope() + " scope");
                        }
                    }
                    return Arrays.stream(outcomes)
                            .map(java.util.Objects::requireNonNull)
                            .toList();
                });
    }

    private Uni<Integer> into(
            Target target, ParentScope scope, boolean overwrite, List<Item> items, @Nullable Outcome[] outcomes) {
        List<Integer> chosen = IntStream.range(0, items.size())
                .filter(i -> items.get(i).scope() == scope)
                .boxed()
                .toList();
        if (chosen.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return parents.change(scope, target.parent(scope), parent -> {
            Map<String, CatalogVariable> present = new HashMap<>();
            parent.variables().stream()
                    .filter(variable ->
                            variable.owner().id().equals(parent.owner().id()))
                    .forEach(variable -> present.put(variable.key(), variable));
            return Multi.createFrom()
                    .iterable(chosen)
                    .onItem()
                    .transformToUniAndConcatenate(i -> one(parent.owner(), present, overwrite, items.get(i))
                            .invoke(outcome -> outcomes[i] = outcome))
                    .collect()
                    .last()
                    .chain(() -> cycles.refuse(
                            "vars",
                            parent.owner(),
                            chosen.stream()
                                    .filter(i -> outcome(outcomes, i).result() != Result.SKIPPED)
                                    .map(i -> present.get(items.get(i).name()))
                                    .toList()))
                    .replaceWith(chosen.size());
        });
    }

    private static Outcome outcome(@Nullable Outcome[] outcomes, int i) {
        return java.util.Objects.requireNonNull(outcomes[i]);
    }

    private Uni<Outcome> one(Owner owner, Map<String, CatalogVariable> present, boolean overwrite, Item item) {
        if (!VariableNames.isUserKey(item.name()) || item.name().startsWith("__")) {
            return skipped(
                    item,
                    "the name must begin with a letter, go on with letters, digits or underscores, and not begin with"
                            + " QOVERY_");
        }
        CatalogVariable old = present.get(item.name());
        if (old != null && !overwrite) {
            return skipped(item, "there is one with this name in this scope already");
        }
        if (old != null && old.type() == VariableType.ALIAS) {
            return skipped(item, "there is an alias with this name in this scope");
        }
        if (old != null && old.value().secret()) {
            return skipped(item, "there is a secret with this name in this scope: secrets are not overwritten");
        }
        Instant now = clock.instant();
        Value value = item.secret() ? Value.secret(cipher.encrypt(item.value())) : Value.plain(item.value());
        CatalogVariable variable = old == null
                ? new CatalogVariable(
                        UUID.randomUUID(),
                        owner,
                        item.name(),
                        VariableType.VALUE,
                        value,
                        null,
                        null,
                        null,
                        true,
                        now,
                        now)
                : new CatalogVariable(
                        old.id(),
                        old.owner(),
                        old.key(),
                        old.type(),
                        value,
                        old.mountPath(),
                        old.targetId(),
                        old.description(),
                        old.interpolationInFile(),
                        old.createdAt(),
                        now);
        present.put(item.name(), variable);
        return store.save(variable).replaceWith(new Outcome(item, old == null ? Result.CREATED : Result.UPDATED, null));
    }

    private static Uni<Outcome> skipped(Item item, String reason) {
        return Uni.createFrom().item(new Outcome(item, Result.SKIPPED, reason));
    }

    private record Target(UUID serviceId, ParentScope type, Environment environment) {

        UUID parent(ParentScope scope) {
            return switch (scope) {
                case PROJECT -> environment.projectId();
                case ENVIRONMENT -> environment.id();
                case APPLICATION, CONTAINER, JOB -> serviceId;
            };
        }
    }

    /** A variable to import. */
    public record Item(String name, String value, ParentScope scope, boolean secret) {

        @Override
        public String toString() {
            return "Item[" + scope + " " + name + "]";
        }
    }

    /** What became of an item; {@code reason} says why it was skipped. */
    public record Outcome(
            Item item, Result result, @Nullable String reason) {}

    /** How it went. */
    public enum Result {
        CREATED,
        UPDATED,
        SKIPPED
    }
}
