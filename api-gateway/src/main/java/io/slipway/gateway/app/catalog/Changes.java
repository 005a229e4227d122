package io.slipway.gateway.app.catalog;

import io.slipway.events.TopicCatalog;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Project;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.Snapshot;
import io.slipway.gateway.domain.catalog.SpecProjection;
import io.slipway.kit.kafka.EventFactory;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Runs changes one at a time for each environment and publishes what comes out of them.
 *
 * <p>Locks are always taken in the same order: organization, project, environments by id. A change sees the environment
 * as it is once the lock is held, its specification's version grows by one, and the new specification leaves through
 * the outbox in the same transaction.
 */
@ApplicationScoped
public class Changes {

    private static final Logger LOG = Logger.getLogger(Changes.class);

    private final Transactions transactions;
    private final ProjectStore projects;
    private final EnvironmentStore environments;
    private final Snapshots snapshots;
    private final Outbox outbox;
    private final EventFactory events;
    private final SpecListener listener;

    @Inject
    public Changes(
            Transactions transactions,
            ProjectStore projects,
            EnvironmentStore environments,
            Snapshots snapshots,
            Outbox outbox,
            EventFactory events,
            SpecListener listener) {
        this.transactions = transactions;
        this.projects = projects;
        this.environments = environments;
        this.snapshots = snapshots;
        this.outbox = outbox;
        this.events = events;
        this.listener = listener;
    }

    /** Changes one environment. */
    <T> Uni<T> ofEnvironment(UUID id, Function<Snapshot, Uni<T>> change) {
        return transactions.run(() -> environments
                .lockEnvironment(id)
                .map(Found.or("environment", id))
                .chain(snapshots::of)
                .chain(change::apply)
                .call(() -> publish(id)));
    }

    /** Changes a project, and with it the configuration of all its environments. */
    <T> Uni<T> ofProject(UUID id, Function<Project, Uni<T>> change) {
        return transactions.run(() -> projects.lockProject(id)
                .map(Found.or("project", id))
                .chain(project ->
                        lockAll(id).chain(locked -> change.apply(project).call(() -> publishAll(locked)))));
    }

    /** Changes something that several environments depend on; the caller has locked what stands above them. */
    <T> Uni<T> ofEnvironments(Collection<UUID> ids, Supplier<Uni<T>> change) {
        return transactions.run(() -> lock(ids).chain(locked -> change.get().call(() -> publishAll(locked))));
    }

    /** Publishes an environment that the caller has locked, or just made, with its next version. */
    Uni<Void> publish(UUID id) {
        return environments
                .environment(id)
                .map(Found.or("environment", id))
                .map(Environment::changed)
                .call(environments::save)
                .chain(snapshots::of)
                .invoke(Changes::tellTokensLeftOut)
                .map(SpecProjection::of)
                .call(spec -> outbox.append(
                        TopicCatalog.ENVIRONMENT_SPEC, id.toString(), events.event(id.toString(), null, spec)))
                .chain(listener::published);
    }

    private static void tellTokensLeftOut(Snapshot snapshot) {
        for (Service service : SpecProjection.withoutTheirToken(snapshot)) {
            LOG.warnf(
                    "service %s of environment %s is fetched without its git token: the token is not for the address of"
                            + " its repository",
                    service.id(), snapshot.environment().id());
        }
    }

    private Uni<List<UUID>> lockAll(UUID projectId) {
        return environments
                .environmentsOf(projectId)
                .chain(all -> lock(all.stream().map(Environment::id).toList()));
    }

    private Uni<List<UUID>> lock(Collection<UUID> ids) {
        return Multi.createFrom()
                .iterable(ids.stream().distinct().sorted(BY_TEXT).toList())
                .onItem()
                .transformToUniAndConcatenate(environments::lockEnvironment)
                .filter(java.util.Optional::isPresent)
                .map(locked -> locked.orElseThrow().id())
                .collect()
                .asList();
    }

    private Uni<Void> publishAll(List<UUID> ids) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> publish(id).replaceWith(id))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** As the database compares them, which Java's own order of UUIDs is not. */
    private static final Comparator<UUID> BY_TEXT = Comparator.comparing(UUID::toString);
}
