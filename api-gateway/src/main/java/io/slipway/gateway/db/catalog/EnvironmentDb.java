package io.slipway.gateway.db.catalog;

import static io.slipway.gateway.db.catalog.Repositories.all;
import static io.slipway.gateway.db.catalog.Repositories.one;
import static io.slipway.gateway.db.catalog.Repositories.read;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.gateway.app.catalog.EnvironmentStore;
import io.slipway.gateway.app.catalog.WholeEnvironment;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Stage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class EnvironmentDb implements EnvironmentStore {

    /** Every service is in a stage of its environment. */
    private static final String WHOLE = "select e, s, v from EnvironmentEntity e"
            + " left join StageEntity s on s.environmentId = e.id left join ServiceEntity v on v.stageId = s.id where ";

    private static final Comparator<Service> OLDEST_FIRST = Comparator.comparing(Service::createdAt)
            .thenComparing(service -> service.id().toString());

    private final Repositories.Environments environments;
    private final Repositories.Stages stages;
    private final Repositories.Services services;

    @Inject
    EnvironmentDb(Repositories.Environments environments, Repositories.Stages stages, Repositories.Services services) {
        this.environments = environments;
        this.stages = stages;
        this.services = services;
    }

    @Override
    public Uni<Optional<Environment>> environment(UUID id) {
        return read(() -> one(environments.findById(id), EnvironmentEntity::toDomain));
    }

    @Override
    public Uni<Optional<Environment>> lockEnvironment(UUID id) {
        return one(Repositories.locked(environments, id), EnvironmentEntity::toDomain);
    }

    @Override
    public Uni<List<Environment>> environmentsOf(UUID projectId) {
        return read(() ->
                all(environments.list("projectId = ?1 order by nameKey", projectId), EnvironmentEntity::toDomain));
    }

    @Override
    public Uni<List<Environment>> environmentsOfOrganization(UUID organizationId) {
        return read(() -> all(
                environments.list(
                        "projectId in (select p.id from ProjectEntity p where p.organizationId = ?1)"
                                + " order by projectId, nameKey",
                        organizationId),
                EnvironmentEntity::toDomain));
    }

    @Override
    public Uni<Optional<WholeEnvironment>> wholeEnvironment(UUID id) {
        return whole("e.id = :id", id).map(found -> found.stream().findFirst());
    }

    @Override
    public Uni<List<WholeEnvironment>> wholeEnvironmentsOf(UUID projectId) {
        return whole("e.projectId = :id", projectId);
    }

    private static Uni<List<WholeEnvironment>> whole(String which, UUID id) {
        return read(() -> Panache.getSession()
                .chain(session -> session.createSelectionQuery(
                                WHOLE + which + " order by e.nameKey, s.position", Object[].class)
                        .setParameter("id", id)
                        .getResultList())
                .map(EnvironmentDb::whole));
    }

    private static List<WholeEnvironment> whole(List<Object[]> rows) {
        Map<EnvironmentEntity, Map<StageEntity, List<ServiceEntity>>> all = new LinkedHashMap<>();
        for (Object[] row : rows) {
            Map<StageEntity, List<ServiceEntity>> stages =
                    all.computeIfAbsent((EnvironmentEntity) row[0], _ -> new LinkedHashMap<>());
            if (row[1] != null) {
                List<ServiceEntity> services = stages.computeIfAbsent((StageEntity) row[1], _ -> new ArrayList<>());
                if (row[2] != null) {
                    services.add((ServiceEntity) row[2]);
                }
            }
        }
        return all.entrySet().stream()
                .map(each -> new WholeEnvironment(
                        each.getKey().toDomain(),
                        each.getValue().keySet().stream()
                                .map(StageEntity::toDomain)
                                .toList(),
                        each.getValue().values().stream()
                                .flatMap(List::stream)
                                .map(ServiceEntity::toDomain)
                                .sorted(OLDEST_FIRST)
                                .toList()))
                .toList();
    }

    @Override
    public Uni<Optional<Service>> service(UUID id) {
        return read(() -> one(services.findById(id), ServiceEntity::toDomain));
    }

    @Override
    public Uni<List<Service>> servicesOf(UUID environmentId) {
        return read(() -> all(
                services.list("environmentId = ?1 order by createdAt, id", environmentId), ServiceEntity::toDomain));
    }

    @Override
    public Uni<List<Service>> servicesOf(Collection<UUID> environmentIds) {
        return read(() -> all(
                services.list("environmentId in ?1 order by createdAt, id", environmentIds), ServiceEntity::toDomain));
    }

    @Override
    public Uni<List<Stage>> stagesOf(UUID environmentId) {
        return read(
                () -> all(stages.list("environmentId = ?1 order by position", environmentId), StageEntity::toDomain));
    }

    @Override
    public Uni<Optional<UUID>> organizationOfProject(UUID projectId) {
        return read(() -> idBy("select p.organizationId from ProjectEntity p where p.id = :id", projectId));
    }

    @Override
    public Uni<Optional<UUID>> environmentOfStage(UUID stageId) {
        return read(() -> idBy("select s.environmentId from StageEntity s where s.id = :id", stageId));
    }

    @Override
    public Uni<Optional<UUID>> environmentOfService(UUID serviceId) {
        return read(() -> idBy("select s.environmentId from ServiceEntity s where s.id = :id", serviceId));
    }

    @Override
    public Uni<Void> save(Environment environment) {
        return Repositories.save(environments, environment.id(), EnvironmentEntity::new, row -> row.apply(environment));
    }

    @Override
    public Uni<Void> save(Stage stage) {
        return Repositories.save(stages, stage.id(), StageEntity::new, row -> row.apply(stage));
    }

    @Override
    public Uni<Void> save(Service service) {
        return Repositories.save(services, service.id(), ServiceEntity::new, row -> row.apply(service));
    }

    @Override
    public Uni<Void> deleteEnvironment(UUID id) {
        return environments.delete("id", id).replaceWithVoid();
    }

    @Override
    public Uni<Void> deleteStage(UUID id) {
        return stages.delete("id", id).replaceWithVoid();
    }

    @Override
    public Uni<Void> deleteServices(Collection<UUID> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : services.delete("id in ?1", ids).replaceWithVoid();
    }

    @Override
    public Uni<List<Service>> servicesOfOrganization(UUID organizationId, ServiceType type) {
        return read(() -> all(
                services.list(
                        "type = ?1 and environmentId in (select e.id from EnvironmentEntity e where e.organizationId = ?2)"
                                + " order by createdAt, id",
                        type,
                        organizationId),
                ServiceEntity::toDomain));
    }

    @Override
    public Uni<Boolean> isOrganization(UUID id) {
        return read(() -> idBy("select o.id from OrganizationEntity o where o.id = :id", id)
                .map(Optional::isPresent));
    }

    private static Uni<Optional<UUID>> idBy(String query, UUID id) {
        return Panache.getSession()
                .chain(session -> session.createSelectionQuery(query, UUID.class)
                        .setParameter("id", id)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable);
    }
}
