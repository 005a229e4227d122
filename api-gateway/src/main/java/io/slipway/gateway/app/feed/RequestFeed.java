package io.slipway.gateway.app.feed;

import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.deployment.RequestStore.KnownRequest;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.LogEntry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Learns of requests that outsiders published, and of those that could not be served. */
@ApplicationScoped
public class RequestFeed {

    private final FeedStore feeds;
    private final RequestStore requests;
    private final HistoryStore history;
    private final LogStore logs;
    private final Deletions deletions;
    private final Changes changes;
    private final Transactions transactions;

    RequestFeed(
            FeedStore feeds,
            RequestStore requests,
            HistoryStore history,
            LogStore logs,
            Deletions deletions,
            Changes changes,
            Transactions transactions) {
        this.feeds = feeds;
        this.requests = requests;
        this.history = history;
        this.logs = logs;
        this.deletions = deletions;
        this.changes = changes;
        this.transactions = transactions;
    }

    /**
     * A request was published, by this gateway or by somebody else. Nothing is new about one that is known in full: what
     * follows from it happens when its deployment is reported.
     */
    public Uni<Void> requested(DeployRequested request) {
        return Uuids.of(request.environmentId())
                .map(id -> requests.isKnown(id, request.requestId())
                        .chain(known -> known ? Uni.createFrom().voidItem() : unknown(id, request)))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> unknown(UUID id, DeployRequested request) {
        return transactions.run(() -> feeds.lock(id)
                .chain(position -> position.isEmpty() ? Uni.createFrom().voidItem() : learn(id, request)));
    }

    /** A request could not be served. */
    public Uni<Void> rejected(DeployRejected rejection) {
        return Uuids.of(rejection.environmentId())
                .map(id -> transactions.run(() -> feeds.lock(id)
                        .chain(position -> position.isEmpty() ? Uni.createFrom().voidItem() : refuse(id, rejection))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> learn(UUID id, DeployRequested request) {
        return feeds.status(id)
                .map(status -> status.map(EnvironmentPicture::shownIn).orElse(List.of()))
                .chain(shown -> history.findByRequest(id, request.requestId())
                        .map(deployment -> deployment.isPresent() || shown.contains(request.requestId())))
                .chain(seen -> requests.add(request, seen ? Outcome.SEEN : Outcome.UNSEEN))
                .chain(() -> deletions.requestKnown(id, request));
    }

    private Uni<Void> refuse(UUID id, DeployRejected rejection) {
        if (rejection.action() == null) {
            return requests.settle(id, rejection.requestId(), Outcome.REFUSED).chain(() -> changes.announce(id));
        }
        return requests.findAll(id, List.of(rejection.requestId()))
                .map(known ->
                        known.stream().findFirst().map(KnownRequest::request).orElse(null))
                .map(request -> request == null ? standIn(rejection) : request)
                .call(() -> requests.refuse(id, rejection.requestId(), rejection.message()))
                .call(request -> history.save(List.of(DeploymentRecord.refused(request, rejection))))
                .chain(() -> logs.append(List.of(new LogStore.Line(id, line(rejection)))))
                .chain(() -> changes.announce(id));
    }

    /** What can be told of a request that has not arrived here yet. */
    private static DeployRequested standIn(DeployRejected rejection) {
        return new DeployRequested(
                rejection.requestId(),
                rejection.environmentId(),
                Objects.requireNonNull(rejection.action()),
                List.of(),
                Map.of(),
                null,
                null,
                rejection.requestedBy(),
                rejection.rejectedAt());
    }

    private static LogEntry line(DeployRejected rejection) {
        String message = rejection.reason() + ": " + rejection.message();
        return new LogEntry(
                rejection.requestId(), "", 0, LogEntry.STATUS, Level.ERROR, message, rejection.rejectedAt());
    }
}
