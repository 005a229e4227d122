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
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.LogEntry;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Something happened. An event that is not newer than the last one is ignored. */
    public Uni<Void> happened(StatusEvent event) {
        return Ids.uuid(event.environmentId())
                .map(id -> transactions.run(() -> feeds.lock(id)
                        .chain(position -> position.filter(p -> event.sequence() > p.eventSequence())
                                .map(_ -> apply(id, event))
                                .orElseGet(() -> Uni.createFrom().voidItem()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** The position is written first: a deletion may remove the environment with all that is kept about it. */
    private Uni<Void> apply(UUID id, StatusEvent event) {
        return feeds.advance(id, event.sequence()).chain(() -> switch (event) {
            case EnvironmentDescribed described -> feeds.describe(id, described.stages());
            case EnvironmentForgotten _ -> feeds.describe(id, List.of());
            case DeploymentChanged changed -> deploymentChanged(id, changed);
            case ServiceChanged changed -> serviceChanged(id, changed);
        });
    }

    private Uni<Void> deploymentChanged(UUID id, DeploymentChanged changed) {
        Deployment deployment = changed.deployment();
        if (deployment == null) {
            return Uni.createFrom().voidItem();
        }
        return history.find(id, deployment.id()).chain(found -> {
            boolean endsNow = deployment.phase().isFinal()
                    && found.map(before -> !before.phase().isFinal()).orElse(true);
            return found.map(before -> Uni.createFrom().item(before.apply(deployment, changed.at())))
                    .orElseGet(() -> begin(id, deployment, changed.at()))
                    .call(history::save)
                    .call(() -> found.isEmpty()
                            ? history.prune(id).chain(() -> changes.announceLines(Set.of(id)))
                            : Uni.createFrom().voidItem())
                    .call(() -> requests.overtaken(id))
                    .chain(record -> endsNow
                            ? deletions.ended(id, record)
                            : Uni.createFrom().voidItem());
        });
    }

    private Uni<DeploymentRecord> begin(UUID id, Deployment deployment, Instant at) {
        return feeds.described(id)
                .chain(described -> details(id)
                        .map(details -> DeploymentRecord.begin(
                                id.toString(),
                                deployment,
                                at,
                                described,
                                member -> details.getOrDefault(member.id(), ServiceDetails.unknown(UNKNOWN_ICON)))));
    }

    private Uni<Void> serviceChanged(UUID id, ServiceChanged change) {
        return history.find(id, change.deploymentId())
                .chain(found -> found.map(
                                deployment -> after(id, change, deployment).chain(after -> remember(id, change, after)))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<DeploymentRecord> after(UUID id, ServiceChanged change, DeploymentRecord deployment) {
        Uni<Newcomer> newcomer = deployment.service(change.serviceId()).isPresent()
                ? Uni.createFrom().item(new Newcomer("", ServiceDetails.unknown(UNKNOWN_ICON)))
                : newcomer(id, change);
        return newcomer.chain(known -> before(id, change, deployment)
                .map(before -> deployment.apply(change, known.stageName(), known.details(), before.orElse(null))));
    }

    /** What has to be known of a service that was not among those of the deployment when it began. */
    private Uni<Newcomer> newcomer(UUID id, ServiceChanged change) {
        return feeds.described(id)
                .chain(described -> details(id)
                        .map(details -> new Newcomer(
                                stageName(described, change.stageId()),
                                details.getOrDefault(change.serviceId(), ServiceDetails.unknown(UNKNOWN_ICON)))));
    }

    /** What the deployment before did to the service; only a service that comes to rest without any work needs it. */
    private Uni<Optional<ServiceRecord>> before(UUID id, ServiceChanged change, DeploymentRecord deployment) {
        boolean reached = deployment
                .service(change.serviceId())
                .filter(ServiceRecord::reached)
                .isPresent();
        if (reached || !change.state().isFinal()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return history.ofService(id, change.serviceId(), 2)
                .map(newest -> newest.stream()
                        .filter(other -> !other.id().equals(deployment.id()))
                        .findFirst()
                        .flatMap(other -> other.service(change.serviceId())));
    }

    private Uni<Void> remember(UUID id, ServiceChanged change, DeploymentRecord after) {
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

    private record Newcomer(String stageName, ServiceDetails details) {}
}
