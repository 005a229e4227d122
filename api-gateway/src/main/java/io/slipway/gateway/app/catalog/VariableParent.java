package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.VariableView;
import io.slipway.gateway.domain.catalog.VariableViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A project, environment or service with the variables that it sees, locked for a change.
 *
 * @param snapshot of the environment; null for a project
 * @param variables stored ones that it sees, and others of the environment
 */
record VariableParent(Owner owner, UUID projectId, @Nullable Snapshot snapshot, List<CatalogVariable> variables) {

    /** A variable that an alias or override here may point to. */
    VariableView target(UUID id) {
        return views(variables)
                .get(id)
                .filter(view -> isVisible(view.id()))
                .orElseThrow(() -> new ApiException.NotFound("variable in this scope", id));
    }

    /** A variable of its own. */
    CatalogVariable stored(UUID id) {
        return variables.stream()
                .filter(variable -> variable.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException.NotFound("variable", id));
    }

    /** Whether it has a variable of its own with this key, other than {@code self}. */
    boolean hasOwn(String key, @Nullable UUID self) {
        return variables.stream()
                .anyMatch(variable -> variable.owner().id().equals(owner.id())
                        && variable.key().equals(key)
                        && !variable.id().equals(self));
    }

    /** The key of the variable with this id. */
    @Nullable
    String keyOf(@Nullable UUID id) {
        return id == null
                ? null
                : views(variables).get(id).map(VariableView::key).orElse(null);
    }

    /** How a variable looks that is new or was changed. */
    VariableView view(CatalogVariable changed) {
        List<CatalogVariable> now = new ArrayList<>(variables);
        now.removeIf(variable -> variable.id().equals(changed.id()));
        now.add(changed);
        Optional<VariableView> view = views(now).get(changed.id());
        return view.orElseThrow();
    }

    private boolean isVisible(UUID id) {
        UUID service = owner instanceof Owner.OfService of ? of.id() : null;
        return views(variables).visibleTo(service).stream()
                .anyMatch(view -> view.id().equals(id));
    }

    private VariableViews views(List<CatalogVariable> of) {
        return snapshot == null ? VariableViews.ofProject(of) : VariableViews.of(snapshot.with(of));
    }
}
