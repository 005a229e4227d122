package io.slipway.gateway.app.feed;

import io.slipway.events.request.Action;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.DeploymentChanged;
import io.slipway.events.status.StatusEvent.EnvironmentDescribed;
import io.slipway.events.status.StatusEvent.EnvironmentForgotten;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.feed.FeedStore.Position;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.HistoryStore.DeploymentKey;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folds the status events into the history, and does what follows from a service's or deployment's end: logs it, accepts
 * the outputs of a job's run, compares configurations, forgets what was deleted.
 */
@ApplicationScoped
public class HistoryFeed {

    private final FeedStore feeds;
    private final HistoryStore history;
    private final LogStore logs;
    private final Catalog catalog;
    private final RequestStore requests;
    private final OutputFeed outputs;
    private final FingerprintStore fingerprints;
    private final Deletions deletions;
    private final Changes changes;
    private final Transactions transactions;

    HistoryFeed(
            FeedStore feeds,
            HistoryStore history,
            LogStore logs,
            Catalog catalog,
            RequestStore requests,
            OutputFeed outputs,
            FingerprintStore fingerprints,
            Deletions deletions,
            Changes changes,
            Transactions transactions) {
        this.feeds = feeds;
        this.history = history;
        this.logs = logs;
        this.catalog = catalog;
        this.requests = requests;
        this.outputs = outputs;
        this.fingerprints = fingerprints;
        this.deletions = deletions;
        this.changes = changes;
        this.transactions = transactions;
    }

    /**
     * Things happened, in this order. An event that is not newer than the environment's last one is ignored. One
     * transaction deals with all of them; only what may delete an environment has one for itself.
     */
    public Uni<Void> happened(List<StatusEvent> events) {
        List<List<Happened>> parts = new ArrayList<>();
        for (StatusEvent event : events) {
            Optional<UUID> id = Uuids.of(event.environmentId());
            if (id.isEmpty()) {
                continue;
            }
            if (parts.isEmpty()
                    || mayDelete(event)
                    || mayDelete(parts.getLast().getLast().event())) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().add(new Happened(id.get(), event));
        }
        return inOrder(parts, part -> transactions.run(() -> apply(part)));
    }

    private static boolean mayDelete(StatusEvent event) {
        return event instanceof DeploymentChanged changed
                && changed.deployment() != null
                && changed.deployment().action() == Action.DELETE
                && changed.deployment().phase().isFinal();
    }

    private Uni<Void> apply(List<Happened> events) {
        Set<UUID> ids = events.stream().map(Happened::id).collect(Collectors.toSet());
        return feeds.lock(ids).chain(positions -> {
            HistoryBatch batch = new HistoryBatch();
            List<Happened> fresh = fresh(events, positions, batch);
            return fresh.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : prepare(batch, fresh)
                            .chain(() -> inOrder(fresh, event -> apply(batch, event)))
                            .chain(() -> write(batch));
        });
    }

    /** Those that are newer than what was dealt with before them. */
    private static List<Happened> fresh(List<Happened> events, Map<UUID, Position> positions, HistoryBatch batch) {
        List<Happened> fresh = new ArrayList<>();
        for (Happened each : events) {
            Position position = positions.get(each.id());
            long sequence = each.event().sequence();
            if (position != null && sequence > batch.sequences().getOrDefault(each.id(), position.eventSequence())) {
                batch.advance(each.id(), sequence);
                fresh.add(each);
            }
        }
        return fresh;
    }

    private Uni<Void> prepare(HistoryBatch batch, List<Happened> events) {
        Set<DeploymentKey> keys = events.stream().flatMap(Happened::deployment).collect(Collectors.toSet());
        return history.find(keys).invoke(batch::know).chain(() -> {
            Set<UUID> unknown = events.stream()
                    .filter(each -> batch.needsConfiguration(each.id(), each.event()))
                    .map(Happened::id)
                    .collect(Collectors.toSet());
            return unknown.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : feeds.described(unknown)
                            .chain(described -> catalog.servicesOf(unknown)
                                    .invoke(services -> batch.know(described, details(services))))
                            .replaceWithVoid();
        });
    }

    private static Map<UUID, Map<String, ServiceDetails>> details(List<Service> services) {
        return services.stream()
                .collect(Collectors.groupingBy(
                        Service::environmentId,
                        Collectors.toMap(service -> service.id().toString(), ServiceDetails::of)));
    }

    private Uni<Void> apply(HistoryBatch batch, Happened happened) {
        UUID id = happened.id();
        switch (happened.event()) {
            case EnvironmentDescribed described -> batch.describe(id, described.stages());
            case EnvironmentForgotten _ -> batch.describe(id, List.of());
            case DeploymentChanged changed -> {
                if (changed.deployment() != null) {
                    batch.change(id, changed.deployment(), changed.at());
                }
            }
            case ServiceChanged change
            when batch.needsBefore(id, change) -> {
                return before(batch, id, change)
                        .invoke(before -> batch.change(id, change, before.orElse(null)))
                        .replaceWithVoid();
            }
            case ServiceChanged change -> batch.change(id, change, null);
        }
        return Uni.createFrom().voidItem();
    }

    /** What the deployment before did to the service. It may be one that is not written yet. */
    private Uni<Optional<ServiceRecord>> before(HistoryBatch batch, UUID id, ServiceChanged change) {
        return save(batch)
                .chain(() -> history.ofService(id, change.serviceId(), 2))
                .map(newest -> newest.stream()
                        .filter(other -> !other.id().equals(change.deploymentId()))
                        .findFirst()
                        .flatMap(other -> other.service(change.serviceId())));
    }

    private Uni<Void> save(HistoryBatch batch) {
        List<DeploymentRecord> changed = batch.takeChanged();
        return changed.isEmpty() ? Uni.createFrom().voidItem() : history.save(changed);
    }

    /** Deletions come last: they may remove the environment with all that is kept about it. */
    private Uni<Void> write(HistoryBatch batch) {
        return feeds.advance(batch.sequences())
                .chain(() -> batch.describedAnew().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : feeds.describe(batch.describedAnew()))
                .chain(() -> save(batch))
                .chain(() -> batch.moved().isEmpty() ? Uni.createFrom().voidItem() : requests.overtaken(batch.moved()))
                .chain(() -> logs.append(batch.lines()))
                .chain(() -> batch.begun().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : history.prune(batch.begun()).chain(() -> changes.announceLines(batch.begun())))
                .chain(() -> fingerprints.deployed(batch.deployed()))
                .chain(() -> fingerprints.removed(batch.removed()))
                .chain(() -> inOrder(
                        batch.runs(), run -> outputs.decided(run.environmentId(), run.serviceId(), run.change())))
                .chain(() -> inOrder(
                        batch.ended(),
                        deployment -> deletions.ended(UUID.fromString(deployment.environmentId()), deployment)));
    }

    private static <T> Uni<Void> inOrder(List<T> all, Function<T, Uni<Void>> each) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(each::apply)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record Happened(UUID id, StatusEvent event) {

        /** The deployment that it is about. */
        Stream<DeploymentKey> deployment() {
            return switch (event) {
                case DeploymentChanged changed ->
                    Stream.ofNullable(changed.deployment()).map(deployment -> new DeploymentKey(id, deployment.id()));
                case ServiceChanged change -> Stream.of(new DeploymentKey(id, change.deploymentId()));
                case EnvironmentDescribed _, EnvironmentForgotten _ -> Stream.empty();
            };
        }
    }
}
