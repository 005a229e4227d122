package io.slipway.gateway.app.feed;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.CancelRequests;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.deployment.RequestStore.KnownRequest;
import io.slipway.gateway.app.deployment.RequestStore.OpenCancellation;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.domain.deployment.Cancellation;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the newest status of each environment, and takes back what was laid over it as soon as it is shown. */
@ApplicationScoped
public class StatusFeed {

    private final FeedStore feeds;
    private final RequestStore requests;
    private final CancelRequests cancellations;
    private final Changes changes;
    private final Transactions transactions;

    StatusFeed(
            FeedStore feeds,
            RequestStore requests,
            CancelRequests cancellations,
            Changes changes,
            Transactions transactions) {
        this.feeds = feeds;
        this.requests = requests;
        this.cancellations = cancellations;
        this.changes = changes;
        this.transactions = transactions;
    }

    /** A status was reported. One that is not newer than the stored one is ignored. */
    public Uni<Void> reported(EnvironmentStatus status) {
        return Ids.uuid(status.environmentId())
                .map(id -> transactions.run(() -> feeds.lock(id)
                        .chain(position -> position.filter(p -> status.sequence() > p.statusSequence())
                                .map(_ -> keep(id, status))
                                .orElseGet(() -> Uni.createFrom().voidItem()))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /** The environment's status was withdrawn. */
    public Uni<Void> withdrawn(@Nullable String environmentId) {
        return Ids.uuid(environmentId)
                .map(id -> transactions.run(() -> feeds.lock(id)
                        .chain(position -> position.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : feeds.clearStatus(id).chain(() -> changes.announce(id)))))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(UUID id, EnvironmentStatus status) {
        return feeds.saveStatus(id, status)
                .chain(() -> requests.shown(id, EnvironmentPicture.shownIn(status)))
                .chain(() -> requests.overtaken(id))
                .chain(() -> requests.openCancellations(id))
                .chain(open -> settle(id, status, open))
                .chain(() -> changes.announce(id));
    }

    private Uni<Void> settle(UUID id, EnvironmentStatus status, List<OpenCancellation> open) {
        if (open.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<String> targets = open.stream().map(StatusFeed::target).toList();
        return requests.findAll(id, targets).chain(known -> {
            List<String> unseen = known.stream()
                    .filter(request -> request.outcome() == Outcome.UNSEEN)
                    .map(KnownRequest::id)
                    .toList();
            return Multi.createFrom()
                    .iterable(open)
                    .onItem()
                    .transformToUniAndConcatenate(one -> settle(id, status, one, unseen.contains(target(one))))
                    .collect()
                    .last()
                    .replaceWithVoid();
        });
    }

    private Uni<Void> settle(UUID id, EnvironmentStatus status, OpenCancellation open, boolean targetUnseen) {
        Cancellation cancellation =
                new Cancellation(target(open), open.request().force());
        return switch (cancellation.progress(status, targetUnseen)) {
            case EARLY -> Uni.createFrom().voidItem();
            case DUE ->
                open.outcome() == Outcome.HELD
                        ? cancellations.release(open.request())
                        : Uni.createFrom().voidItem();
            case DONE -> requests.settle(id, open.request().requestId(), Outcome.SEEN);
        };
    }

    private static String target(OpenCancellation open) {
        return Objects.requireNonNull(open.request().deploymentRequestId());
    }
}
