package io.slipway.gateway.app.feed;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.DeploymentChanged;
import io.slipway.events.status.StatusEvent.EnvironmentDescribed;
import io.slipway.events.status.StatusEvent.EnvironmentForgotten;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.catalog.Catalog;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.feed.FeedStore.Position;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.LogEntry;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Folds the status events into the history, and does what follows from a service's or deployment's end: logs it, accepts
 * the outputs of a job's run, compares configurations, forgets what was deleted.
 */
@ApplicationScoped
public class HistoryFeed {

    private static final String UNKNOWN_ICON = "app://qovery-console/application";

    private final FeedStore feeds;
    private final HistoryStore history;
    private final LogStore logs;
    private final Catalog catalog;
    private final RequestStore requests;
    private final OutputFeed outputs;
    private final FingerprintStore fingerprints;
    private final Deletions deletions;
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
            Transactions transactions) {
        this.feeds = feeds;
        this.history = history;
        this.logs = logs;
        this.catalog = catalog;
        this.requests = requests;
        this.outputs = outputs;
        this.fingerprints = fingerprints;
        this.deletions = deletions;
        this.transactions = transactions;
    }

    /** Something happened. An event that is not newer than the last one is ignored. */
    public Uni<Void> happened(StatusEvent event) {
        return Ids.uuid(event.environmentId())
                .map(id -> transactions.run(() -> feeds.lock(id)
                        .chain(position -> position.filter(p -> event.sequence() > p.eventSequence())
                                .map(p -> apply(id, event, p))
                                .orElseGet(() -> Uni.createFrom().voidItem()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> apply(UUID id, StatusEvent event, Position position) {
        return switch (event) {
            case EnvironmentDescribed described -> feeds.savePosition(id, event.sequence(), described.stages());
            case EnvironmentForgotten _ -> feeds.savePosition(id, event.sequence(), List.of());
            // The position is written first: a deletion may remove the environment with all that is kept about it.
            case DeploymentChanged changed ->
                feeds.savePosition(id, event.sequence(), position.described())
                        .chain(() -> deploymentChanged(id, changed, position));
            case ServiceChanged changed ->
                feeds.savePosition(id, event.sequence(), position.described())
                        .chain(() -> serviceChanged(id, changed, position));
        };
    }

    private Uni<Void> deploymentChanged(UUID id, DeploymentChanged changed, Position position) {
        Deployment deployment = changed.deployment();
        if (deployment == null) {
            return Uni.createFrom().voidItem();
        }
        return history.find(id, deployment.id()).chain(found -> {
            boolean endsNow = deployment.phase().isFinal()
                    && found.map(before -> !before.phase().isFinal()).orElse(true);
            return found.map(before -> Uni.createFrom().item(before.apply(deployment, changed.at())))
                    .orElseGet(() -> details(id)
                            .map(details -> DeploymentRecord.begin(
                                    id.toString(),
                                    deployment,
                                    changed.at(),
                                    position.described(),
                                    member -> details.getOrDefault(member.id(), ServiceDetails.unknown(UNKNOWN_ICON)))))
                    .call(history::save)
                    .call(() -> found.isEmpty()
                            ? history.prune(id)
                            : Uni.createFrom().voidItem())
                    .call(() -> requests.overtaken(id))
                    .chain(record -> endsNow
                            ? deletions.ended(id, record)
                            : Uni.createFrom().voidItem());
        });
    }

    private Uni<Void> serviceChanged(UUID id, ServiceChanged change, Position position) {
        return history.find(id, change.deploymentId())
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : details(id).chain(details -> remember(id, change, position, found.get(), details)));
    }

    private Uni<Void> remember(
            UUID id,
            ServiceChanged change,
            Position position,
            DeploymentRecord before,
            Map<String, ServiceDetails> details) {
        DeploymentRecord after = before.apply(
                change,
                stageName(position.described(), change.stageId()),
                details.getOrDefault(change.serviceId(), ServiceDetails.unknown(UNKNOWN_ICON)));
        boolean reached = after.service(change.serviceId())
                .filter(service -> service.reached() && service.resting())
                .isPresent();
        return history.save(after)
                .chain(() ->
                        reached ? rest(id, change, after) : Uni.createFrom().voidItem());
    }

    /** The deployment brought the service to rest. */
    private Uni<Void> rest(UUID id, ServiceChanged change, DeploymentRecord deployment) {
        Optional<UUID> service = Ids.uuid(change.serviceId());
        Optional<LogEntry> line = LogEntry.of(change);
        return line.map(entry -> logs.append(List.of(new LogStore.Line(id, entry))))
                .orElseGet(() -> Uni.createFrom().voidItem())
                .chain(() -> service.map(serviceId -> compare(id, serviceId, change, deployment)
                                .chain(() -> outputs.decided(id, serviceId, change)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> compare(UUID id, UUID serviceId, ServiceChanged change, DeploymentRecord deployment) {
        if (change.state() == DeploymentState.DEPLOYED) {
            return fingerprints.deployed(id, serviceId, deployment.specVersion());
        }
        return change.state() == DeploymentState.DELETED
                ? fingerprints.removed(id, serviceId)
                : Uni.createFrom().voidItem();
    }

    private Uni<Map<String, ServiceDetails>> details(UUID id) {
        return catalog.servicesOf(id)
                .map(services ->
                        services.stream().collect(Collectors.toMap(s -> s.id().toString(), ServiceDetails::of)));
    }

    private static String stageName(List<Stage> stages, String stageId) {
        return stages.stream()
                .filter(stage -> stage.id().equals(stageId))
                .map(Stage::name)
                .findFirst()
                .orElse("");
    }
}
