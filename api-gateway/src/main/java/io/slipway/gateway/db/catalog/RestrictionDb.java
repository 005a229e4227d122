package io.slipway.gateway.db.catalog;

import static io.slipway.gateway.db.catalog.Repositories.all;
import static io.slipway.gateway.db.catalog.Repositories.read;

import io.slipway.gateway.app.catalog.RestrictionStore;
import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

@ApplicationScoped
class RestrictionDb implements RestrictionStore {

    private final Repositories.Restrictions restrictions;

    @Inject
    RestrictionDb(Repositories.Restrictions restrictions) {
        this.restrictions = restrictions;
    }

    @Override
    public Uni<List<DeploymentRestriction>> ofService(UUID serviceId) {
        return read(() -> all(
                restrictions.list("serviceId = ?1 order by createdAt, id", serviceId), RestrictionEntity::toDomain));
    }

    @Override
    public Uni<List<DeploymentRestriction>> ofEnvironment(UUID environmentId) {
        return read(() -> all(
                restrictions.list(
                        "serviceId in (select s.id from ServiceEntity s where s.environmentId = ?1) order by createdAt, id",
                        environmentId),
                RestrictionEntity::toDomain));
    }

    @Override
    public Uni<Void> save(DeploymentRestriction restriction) {
        return Repositories.save(restrictions, restriction.id(), RestrictionEntity::new, row -> row.apply(restriction));
    }

    @Override
    public Uni<Void> deleteRestriction(UUID id) {
        return restrictions.delete("id", id).replaceWithVoid();
    }
}
