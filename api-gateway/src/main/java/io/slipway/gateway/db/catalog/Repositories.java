package io.slipway.gateway.db.catalog;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** One Panache repository for each entity, and what they share. */
final class Repositories {

    private Repositories() {}

    /** Runs {@code read} in the present session, or in a new one. */
    static <T> Uni<T> read(Supplier<Uni<T>> read) {
        return Panache.withSession(read);
    }

    static <E, D> Uni<List<D>> all(Uni<List<E>> rows, Function<E, D> toDomain) {
        return rows.map(list -> list.stream().map(toDomain).toList());
    }

    static <E, D> Uni<Optional<D>> one(Uni<E> row, Function<E, D> toDomain) {
        return row.map(entity -> Optional.ofNullable(entity).map(toDomain));
    }

    /**
     * The row with this id, locked. The session forgets what it knew before, so that everything read from here on is as
     * it is under the lock.
     */
    static <E> Uni<E> locked(PanacheRepositoryBase<E, UUID> repository, UUID id) {
        return Panache.getSession()
                .chain(session -> session.flush().invoke(session::clear))
                .chain(() -> repository
                        .find("id", id)
                        .withLock(LockModeType.PESSIMISTIC_WRITE)
                        .firstResult());
    }

    /** Inserts or updates the row with this id; {@code apply} writes the values into it. */
    static <E> Uni<Void> save(
            PanacheRepositoryBase<E, UUID> repository, UUID id, Supplier<E> empty, Function<E, E> apply) {
        return repository
                .findById(id)
                .chain(found -> found == null
                        ? repository.persist(apply.apply(empty.get()))
                        : Uni.createFrom().item(apply.apply(found)))
                .chain(() -> Panache.getSession().chain(session -> session.flush()));
    }

    @ApplicationScoped
    static class Organizations implements PanacheRepositoryBase<OrganizationEntity, UUID> {}

    @ApplicationScoped
    static class Projects implements PanacheRepositoryBase<ProjectEntity, UUID> {}

    @ApplicationScoped
    static class Registries implements PanacheRepositoryBase<RegistryEntity, UUID> {}

    @ApplicationScoped
    static class Environments implements PanacheRepositoryBase<EnvironmentEntity, UUID> {}

    @ApplicationScoped
    static class Stages implements PanacheRepositoryBase<StageEntity, UUID> {}

    @ApplicationScoped
    static class Services implements PanacheRepositoryBase<ServiceEntity, UUID> {}

    @ApplicationScoped
    static class Variables implements PanacheRepositoryBase<VariableEntity, UUID> {}

    @ApplicationScoped
    static class GitTokens implements PanacheRepositoryBase<GitTokenEntity, UUID> {}

    @ApplicationScoped
    static class Restrictions implements PanacheRepositoryBase<RestrictionEntity, UUID> {}

    @ApplicationScoped
    static class JobOutputs implements PanacheRepositoryBase<JobOutputEntity, JobOutputEntity.Key> {}
}
