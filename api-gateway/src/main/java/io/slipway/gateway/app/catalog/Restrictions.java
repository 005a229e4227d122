package io.slipway.gateway.app.catalog;

import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which pushes deploy which service. */
@ApplicationScoped
public class Restrictions {

    private final EnvironmentStore environments;
    private final RestrictionStore store;
    private final Transactions transactions;
    private final Clock clock;

    @Inject
    public Restrictions(EnvironmentStore environments, RestrictionStore store, Transactions transactions, Clock clock) {
        this.environments = environments;
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The restrictions of a service; one of another type does not count. */
    public Uni<List<DeploymentRestriction>> list(ServiceType type, UUID serviceId) {
        return transactions.run(() -> environments
                .service(serviceId)
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), serviceId))
                .chain(() -> store.ofService(serviceId)));
    }

    /** Adds a restriction that the service does not have yet. */
    public Uni<DeploymentRestriction> create(ServiceType type, UUID serviceId, Draft draft) {
        return change(type, serviceId, present -> {
            requireNew(present, draft, type, null);
            Instant now = clock.instant();
            DeploymentRestriction made = new DeploymentRestriction(
                    UUID.randomUUID(), serviceId, draft.mode(), draft.type(), draft.value(), now, now);
            return store.save(made).replaceWith(made);
        });
    }

    /** Replaces a restriction. */
    public Uni<DeploymentRestriction> edit(ServiceType type, UUID serviceId, UUID id, Draft draft) {
        return change(type, serviceId, present -> {
            DeploymentRestriction old = find(present, id);
            requireNew(present, draft, type, id);
            DeploymentRestriction edited = new DeploymentRestriction(
                    id, serviceId, draft.mode(), draft.type(), draft.value(), old.createdAt(), clock.instant());
            return store.save(edited).replaceWith(edited);
        });
    }

    /** Takes a restriction away. */
    public Uni<Void> delete(ServiceType type, UUID serviceId, UUID id) {
        return change(
                type,
                serviceId,
                present -> store.deleteRestriction(find(present, id).id()));
    }

    /** They are no part of the specification: the lock is all that is needed. */
    private <T> Uni<T> change(ServiceType type, UUID serviceId, Function<List<DeploymentRestriction>, Uni<T>> change) {
        return transactions.run(() -> environments
                .environmentOfService(serviceId)
                .map(Found.or(type.lowerCase(), serviceId))
                .chain(environments::lockEnvironment)
                .chain(() -> environments.service(serviceId))
                .map(found -> found.filter(service -> service.type() == type))
                .map(Found.or(type.lowerCase(), serviceId))
                .invoke(Restrictions::requireGit)
                .chain(() -> store.ofService(serviceId))
                .chain(change::apply));
    }

    private static void requireGit(Service service) {
        boolean git = switch (service.config()) {
            case ApplicationConfig _ -> true;
            case JobConfig job -> job.source() instanceof Source.Git;
            case ContainerConfig _, DatabaseConfig _ -> false;
        };
        if (!git) {
            throw new ApiException.Conflict("'" + service.name()
                    + "' does not come from git: no push deploys it, so there is nothing to restrict");
        }
    }

    private static DeploymentRestriction find(List<DeploymentRestriction> present, UUID id) {
        return present.stream()
                .filter(restriction -> restriction.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ApiException.NotFound("deployment restriction", id));
    }

    private static void requireNew(
            List<DeploymentRestriction> present, Draft draft, ServiceType type, @Nullable UUID self) {
        if (present.stream()
                .anyMatch(each -> !each.id().equals(self) && each.sameAs(draft.mode(), draft.type(), draft.value()))) {
            throw new ApiException.Conflict(
                    "A deployment restriction with same properties already exists for this " + type.lowerCase());
        }
    }

    /** What a restriction is asked to be. */
    public record Draft(DeploymentRestriction.Mode mode, DeploymentRestriction.Type type, String value) {}
}
