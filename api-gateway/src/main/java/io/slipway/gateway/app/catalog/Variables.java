package io.slipway.gateway.app.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.VariableView;
import io.slipway.kit.secret.SecretCipher;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes variables: values and files, aliases and overrides. Secret values are encrypted before they go anywhere. */
@ApplicationScoped
public class Variables {

    private static final int NAME_BASED = 3;

    private final VariableParents parents;
    private final VariableStore store;
    private final VariableCycles cycles;
    private final Transactions transactions;
    private final SecretCipher cipher;
    private final Clock clock;

    @Inject
    public Variables(
            VariableParents parents,
            VariableStore store,
            VariableCycles cycles,
            Transactions transactions,
            SecretCipher cipher,
            Clock clock) {
        this.parents = parents;
        this.store = store;
        this.cycles = cycles;
        this.transactions = transactions;
        this.cipher = cipher;
        this.clock = clock;
    }

    /** Adds a value, or a file if it has a mount path. */
    public Uni<VariableView> create(ParentScope scope, UUID parentId, Draft draft) {
        requireUserKey(draft.key());
        return parents.change(scope, parentId, parent -> {
            requireFree(parent, draft.key(), null);
            VariableType type = draft.mountPath() == null ? VariableType.VALUE : VariableType.FILE;
            CatalogVariable variable = make(
                    parent.owner(),
                    draft.key(),
                    type,
                    value(draft.value(), draft.secret()),
                    draft.mountPath(),
                    null,
                    draft.extras());
            return saved(parent, variable);
        });
    }

    /** Gives a variable of a wider scope another name in this scope. */
    public Uni<VariableView> alias(UUID targetId, ParentScope scope, UUID parentId, String key, Extras extras) {
        requireUserKey(key);
        return parents.change(scope, parentId, parent -> {
            VariableView target = parent.target(targetId);
            requireLower(parent, target, "an alias", "Aliases", "alias_scope");
            if (target.type() == VariableType.ALIAS) {
                throw new ApiException.Invalid("variableId", "is an alias itself: make the alias of its target");
            }
            requireFree(parent, key, null);
            return saved(
                    parent, make(parent.owner(), key, VariableType.ALIAS, Value.plain(""), null, targetId, extras));
        });
    }

    /** Gives a variable of a wider scope another value in this scope. It is as secret as what it overrides. */
    public Uni<VariableView> override(UUID targetId, ParentScope scope, UUID parentId, String value, Extras extras) {
        return parents.change(scope, parentId, parent -> {
            VariableView target = parent.target(targetId);
            if (target.builtIn() || isDerived(targetId)) {
                throw new ApiException.Invalid("variableId", "is a built-in variable, which cannot be overridden");
            }
            requireLower(parent, target, "an override", "Overrides", "override_scope");
            requireFree(parent, target.key(), null);
            return saved(
                    parent,
                    make(
                            parent.owner(),
                            target.key(),
                            VariableType.OVERRIDE,
                            value(value, target.secret()),
                            target.mountPath(),
                            targetId,
                            extras));
        });
    }

    /** Changes what {@code edit} names. Overrides of a renamed variable are renamed with it. */
    public Uni<VariableView> edit(UUID id, Edit edit) {
        return change(id, parent -> {
            CatalogVariable old = parent.stored(id);
            requireEditable(parent, old, edit);
            CatalogVariable edited = new CatalogVariable(
                    id,
                    old.owner(),
                    edit.key(),
                    old.type(),
                    edit.value() == null || old.type() == VariableType.ALIAS
                            ? old.value()
                            : value(edit.value(), old.value().secret()),
                    old.mountPath(),
                    old.targetId(),
                    edit.changesDescription() ? edit.description() : old.description(),
                    edit.interpolationInFile() == null ? old.interpolationInFile() : edit.interpolationInFile(),
                    old.createdAt(),
                    clock.instant());
            return renameOverrides(parent, old, edit.key()).chain(() -> saved(parent, edited));
        });
    }

    /** Deletes a variable and everything that points to it. */
    public Uni<Void> delete(UUID id) {
        return change(id, parent -> {
            CatalogVariable variable = parent.stored(id);
            return pointingTo(List.of(id), parent.projectId())
                    .map(pointing -> {
                        Set<UUID> ids = new HashSet<>(Set.of(variable.id()));
                        pointing.forEach(each -> ids.add(each.id()));
                        return ids;
                    })
                    .chain(store::delete);
        });
    }

    private <T> Uni<T> change(UUID id, Function<VariableParent, Uni<T>> change) {
        if (isDerived(id)) {
            throw new ApiException.Invalid("variableId", "is a built-in variable, which cannot be changed");
        }
        return transactions.run(
                () -> store.ownerOf(id).map(Found.or("variable", id)).chain(owner -> parents.change(owner, change)));
    }

    private Uni<VariableView> saved(VariableParent parent, CatalogVariable variable) {
        return store.save(variable)
                .chain(() -> cycles.refuse(
                        variable.type() == VariableType.ALIAS ? "key" : "value", variable.owner(), List.of(variable)))
                .replaceWith(() -> parent.view(variable));
    }

    private CatalogVariable make(
            Owner owner,
            String key,
            VariableType type,
            Value value,
            @Nullable String mountPath,
            @Nullable UUID targetId,
            Extras extras) {
        Instant now = clock.instant();
        return new CatalogVariable(
                UUID.randomUUID(),
                owner,
                key,
                type,
                value,
                mountPath,
                targetId,
                extras.description(),
                extras.interpolationInFile(),
                now,
                now);
    }

    private Value value(String text, boolean secret) {
        return secret ? Value.secret(cipher.encrypt(text)) : Value.plain(text);
    }

    private static void requireEditable(VariableParent parent, CatalogVariable old, Edit edit) {
        if (old.type() == VariableType.OVERRIDE && !old.key().equals(edit.key())) {
            throw new ApiException.Invalid("key", "of an override cannot be changed");
        }
        if (old.type() == VariableType.ALIAS && edit.value() != null) {
            String targetKey = parent.keyOf(old.targetId());
            // Consoles send the target's key with every edit.
            if (!edit.value().equals(targetKey)) {
                throw new ApiException.Invalid("value", "of an alias cannot be changed");
            }
        }
        if (!old.key().equals(edit.key())) {
            requireUserKey(edit.key());
            requireFree(parent, edit.key(), old.id());
        }
    }

    private Uni<Void> renameOverrides(VariableParent parent, CatalogVariable old, String key) {
        if (old.key().equals(key)) {
            return Uni.createFrom().voidItem();
        }
        return overridesOf(old.id(), parent.projectId())
                .chain(overrides -> Multi.createFrom()
                        .iterable(overrides)
                        .onItem()
                        .transformToUniAndConcatenate(override -> store.hasKey(
                                        override.owner().id(), key)
                                .invoke(taken -> {
                                    if (taken) {
                                        throw taken(key);
                                    }
                                })
                                .chain(() -> store.save(override.named(key, clock.instant())))
                                .replaceWith(override))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<List<CatalogVariable>> overridesOf(UUID id, UUID projectId) {
        return pointingTo(List.of(id), projectId).map(pointing -> {
            Set<UUID> chain = new HashSet<>(Set.of(id));
            List<CatalogVariable> overrides = new ArrayList<>();
            for (CatalogVariable variable : pointing) {
                if (variable.type() == VariableType.OVERRIDE
                        && variable.targetId() != null
                        && chain.contains(variable.targetId())) {
                    chain.add(variable.id());
                    overrides.add(variable);
                }
            }
            return overrides;
        });
    }

    /** Everything that points to these, directly or not, nearest first. */
    private Uni<List<CatalogVariable>> pointingTo(List<UUID> targets, UUID projectId) {
        return store.pointingTo(targets, projectId)
                .chain(direct -> direct.isEmpty()
                        ? Uni.createFrom().item(List.<CatalogVariable>of())
                        : pointingTo(direct.stream().map(CatalogVariable::id).toList(), projectId)
                                .map(indirect -> {
                                    List<CatalogVariable> all = new ArrayList<>(direct);
                                    all.addAll(indirect);
                                    return all;
                                }));
    }

    private static void requireUserKey(String key) {
        if (!VariableNames.isUserKey(key) || key.startsWith("__")) {
            throw new ApiException.Invalid(
                    "key",
                    "must begin with a letter, go on with letters, digits or underscores, and not begin with QOVERY_");
        }
    }

    private static void requireFree(VariableParent parent, String key, @Nullable UUID self) {
        if (parent.hasOwn(key, self)) {
            throw taken(key);
        }
    }

    private static ApiException taken(String key) {
        return new ApiException.Conflict("There is a variable '" + key + "' in this scope already");
    }

    private static void requireLower(
            VariableParent parent, VariableView target, String what, String plural, String field) {
        int rank = target.owner() == null || isDerived(target.id())
                ? -1
                : target.owner().rank();
        if (parent.owner().rank() <= rank) {
            throw new ApiException.Invalid(
                    field,
                    "is not lower than the scope of the variable: Can't create " + what + " on a higher scope. "
                            + plural + " can only be created from one scope to a lower scope. Scope hierarchy is"
                            + " BUILT_IN > PROJECT > ENVIRONMENT > service");
        }
    }

    /** Ids of derived variables are made from names, all others are random. */
    private static boolean isDerived(UUID id) {
        return id.version() == NAME_BASED;
    }

    /**
     * A new value.
     *
     * @param mountPath makes it a file
     */
    public record Draft(
            String key,
            String value,
            boolean secret,
            @Nullable String mountPath,
            Extras extras) {

        @Override
        public String toString() {
            return "Draft[" + key + "]";
        }
    }

    /** What every variable may have. */
    public record Extras(@Nullable String description, boolean interpolationInFile) {}

    /** What is to be different: null keeps what is. */
    public record Edit(
            String key,
            @Nullable String value,
            boolean changesDescription,
            @Nullable String description,
            @Nullable Boolean interpolationInFile) {

        @Override
        public String toString() {
            return "Edit[" + key + "]";
        }
    }
}
