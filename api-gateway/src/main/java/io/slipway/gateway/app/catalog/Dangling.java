package io.slipway.gateway.app.catalog;

import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.domain.catalog.BuiltIn;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Snapshot;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Aliases and overrides whose target goes. */
final class Dangling {

    private Dangling() {}

    /**
     * The ids of all variables that go together with these services: their own, and what points to them, to built-ins
     * of the services or to outputs of the jobs among them.
     */
    static Set<UUID> without(Snapshot snapshot, Set<UUID> services) {
        Set<UUID> gone = new HashSet<>();
        for (BuiltIn builtIn : snapshot.builtIns()) {
            builtIn.service().filter(service -> services.contains(service.id())).ifPresent(_ -> gone.add(builtIn.id()));
        }
        snapshot.outputs().stream()
                .filter(output -> services.contains(output.jobId()))
                .map(output -> VariableNames.outputVariableId(output.jobId().toString(), output.name()))
                .forEach(id -> gone.add(UUID.fromString(id)));
        Set<UUID> variables = new HashSet<>();
        for (CatalogVariable variable : snapshot.variables()) {
            if (variable.owner() instanceof Owner.OfService owner && services.contains(owner.id())) {
                variables.add(variable.id());
            }
        }
        gone.addAll(variables);
        variables.addAll(pointingTo(snapshot, gone));
        return variables;
    }

    /** The ids of what points to one of {@code targets}, directly or not. */
    static Set<UUID> pointingTo(Snapshot snapshot, Set<UUID> targets) {
        Set<UUID> known = new HashSet<>(targets);
        Set<UUID> pointing = new HashSet<>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (CatalogVariable variable : snapshot.variables()) {
                if (variable.targetId() != null && known.contains(variable.targetId()) && known.add(variable.id())) {
                    pointing.add(variable.id());
                    grew = true;
                }
            }
        }
        return pointing;
    }
}
