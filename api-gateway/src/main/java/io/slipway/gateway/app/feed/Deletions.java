package io.slipway.gateway.app.feed;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.app.catalog.Removal;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.deployment.RequestStore.KnownRequest;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Forgets the configuration of what was deleted: the environment when all of it was asked for and gone, else the services
 * that were asked for by name and are gone. An uninstall keeps the configuration.
 *
 * <p>What was asked for is in the requests. One that an outsider published may arrive here only after its deployment's
 * end; then the deletion is made up for when it does.
 */
@ApplicationScoped
class Deletions {

    private final RequestStore requests;
    private final HistoryStore history;
    private final Removal removal;
    private final Changes changes;

    Deletions(RequestStore requests, HistoryStore history, Removal removal, Changes changes) {
        this.requests = requests;
        this.history = history;
        this.removal = removal;
        this.changes = changes;
    }

    /** A deployment ended. To be called in a transaction. */
    Uni<Void> ended(UUID environmentId, DeploymentRecord deployment) {
        if (deployment.action() != Action.DELETE) {
            return Uni.createFrom().voidItem();
        }
        return requests.findAll(environmentId, deployment.requestIds())
                .chain(known -> forget(environmentId, deployment, known));
    }

    /** A request became known that may be part of a deployment that has ended. To be called in a transaction. */
    Uni<Void> requestKnown(UUID environmentId, DeployRequested request) {
        if (request.action() != Action.DELETE) {
            return Uni.createFrom().voidItem();
        }
        return history.findByRequest(environmentId, request.requestId())
                .chain(found -> found.filter(deployment -> deployment.phase().isFinal())
                        .map(deployment -> ended(environmentId, deployment))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> forget(UUID environmentId, DeploymentRecord deployment, List<KnownRequest> known) {
        List<DeployRequested> asked = known.stream()
                .flatMap(request -> Stream.ofNullable(request.request()))
                .toList();
        if (asked.size() < deployment.requestIds().size()) {
            return Uni.createFrom().voidItem();
        }
        boolean succeeded = deployment.phase() == Phase.SUCCEEDED;
        if (succeeded && asked.stream().anyMatch(DeployRequested::environmentWide)) {
            // Before it is gone, too: afterwards nothing tells which project it was in.
            return changes.announce(environmentId)
                    .chain(() -> removal.forgetEnvironment(environmentId))
                    .chain(() -> changes.announce(environmentId));
        }
        Set<String> gone = deployment
                .services()
                .filter(service -> service.state() == DeploymentState.DELETED)
                .map(ServiceRecord::id)
                .collect(Collectors.toSet());
        Set<UUID> services = asked.stream()
                .flatMap(request -> request.serviceIds().stream())
                .filter(id -> succeeded || gone.contains(id))
                .map(Uuids::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
        return services.isEmpty()
                ? Uni.createFrom().voidItem()
                : removal.forgetServices(environmentId, services).chain(() -> changes.announce(environmentId));
    }
}
