package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value that each key has for one service, as deployments settle it: built-in variables win, then the narrowest
 * scope; an override takes the place of its target's value, an alias has its target's. References are not replaced. What
 * jobs put out is left out: it is the pipeline's, and may be another by the time of the deployment.
 */
public final class EffectiveValues {

    private final Map<UUID, CatalogVariable> visible = new HashMap<>();
    private final Map<UUID, BuiltIn> builtIns = new HashMap<>();
    private final Map<UUID, CatalogVariable> overrides = new HashMap<>();
    private final Map<String, UUID> byKey = new HashMap<>();

    private EffectiveValues(List<CatalogVariable> variables, List<BuiltIn> builtIns, @Nullable UUID serviceId) {
        variables.stream()
                .filter(variable -> !(variable.owner() instanceof Owner.OfService of)
                        || of.id().equals(serviceId))
                .forEach(variable -> visible.put(variable.id(), variable));
        Map<String, Integer> ranks = new HashMap<>();
        for (CatalogVariable variable : visible.values()) {
            if (variable.type() == VariableType.OVERRIDE) {
                override(variable);
            } else if (ranks.getOrDefault(variable.key(), -1)
                    <= variable.owner().rank()) {
                ranks.put(variable.key(), variable.owner().rank());
                byKey.put(variable.key(), variable.id());
            }
        }
        for (BuiltIn builtIn : builtIns) {
            if (builtIn.onlyFor() == null || builtIn.onlyFor().equals(serviceId)) {
                this.builtIns.put(builtIn.id(), builtIn);
                byKey.put(builtIn.key(), builtIn.id());
            }
        }
    }

    /** What a service of an environment sees; null: what they all do. */
    public static EffectiveValues of(Snapshot snapshot, @Nullable UUID serviceId) {
        return new EffectiveValues(snapshot.variables(), snapshot.builtIns(), serviceId);
    }

    /** What all environments of a project see of its own variables. */
    public static EffectiveValues ofProject(List<CatalogVariable> variables) {
        return new EffectiveValues(variables, List.of(), null);
    }

    /** The value of a key, ciphertext if secret; empty if there is none. */
    public Optional<Value> get(String key) {
        return Optional.ofNullable(byKey.get(key)).flatMap(id -> value(id, new HashSet<>()));
    }

    private void override(CatalogVariable override) {
        CatalogVariable root = override;
        Set<UUID> passed = new HashSet<>();
        while (root.type() == VariableType.OVERRIDE) {
            CatalogVariable target = root.targetId() == null ? null : visible.get(root.targetId());
            if (target == null || !passed.add(root.id())) {
                return;
            }
            root = target;
        }
        overrides.merge(
                root.id(),
                override,
                (known, other) -> other.owner().rank() > known.owner().rank() ? other : known);
    }

    private Optional<Value> value(UUID id, Set<UUID> passed) {
        if (!passed.add(id)) {
            return Optional.empty();
        }
        BuiltIn builtIn = builtIns.get(id);
        if (builtIn != null) {
            return Optional.of(builtIn.value());
        }
        CatalogVariable override = overrides.get(id);
        CatalogVariable variable = override == null ? visible.get(id) : override;
        if (variable == null) {
            return Optional.empty();
        }
        // What an alias points to may be an override, which stands for the value in its target's place.
        boolean leadsOn =
                variable.type() == VariableType.ALIAS || (override == null && variable.type() == VariableType.OVERRIDE);
        UUID target = variable.targetId();
        return !leadsOn ? Optional.of(variable.value()) : target == null ? Optional.empty() : value(target, passed);
    }
}
