package io.slipway.gateway.app.feed;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.CancelRequests;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.RequestStore;
import io.slipway.gateway.app.deployment.RequestStore.KnownRequest;
import io.slipway.gateway.app.deployment.RequestStore.OpenCancellation;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.domain.Uuids;
import io.slipway.gateway.domain.deployment.Cancellation;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /**
     * Statuses were reported and withdrawn, in this order. One that is not newer than the stored one, or the one before
     * it here, is ignored. Only the newest of each environment is kept, in one transaction for all of them; what any of
     * them shows counts as shown.
     */
    public Uni<Void> reported(List<Report> reports) {
        Map<UUID, List<Report>> byEnvironment = new LinkedHashMap<>();
        for (Report report : reports) {
            Uuids.of(report.environmentId())
                    .ifPresent(id -> byEnvironment
                            .computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(report));
        }
        return byEnvironment.isEmpty()
                ? Uni.createFrom().voidItem()
                : transactions.run(() -> feeds.lock(byEnvironment.keySet()).chain(positions -> {
                    Map<UUID, Newest> newest = new LinkedHashMap<>();
                    byEnvironment.forEach((id, all) -> Optional.ofNullable(positions.get(id))
                            .flatMap(position -> Newest.of(position.statusSequence(), all))
                            .ifPresent(found -> newest.put(id, found)));
                    return newest.isEmpty() ? Uni.createFrom().voidItem() : keep(newest);
                }));
    }

    private Uni<Void> keep(Map<UUID, Newest> newest) {
        Map<UUID, EnvironmentStatus> statuses = new LinkedHashMap<>();
        Map<UUID, Set<String>> shown = new LinkedHashMap<>();
        List<UUID> withdrawn = new ArrayList<>();
        newest.forEach((id, found) -> {
            shown.put(id, found.shown());
            if (found.status() == null) {
                withdrawn.add(id);
            } else {
                statuses.put(id, found.status());
            }
        });
        return (withdrawn.isEmpty() ? Uni.createFrom().voidItem() : feeds.clearStatuses(withdrawn))
                .chain(() -> statuses.isEmpty() ? Uni.createFrom().voidItem() : feeds.saveStatuses(statuses))
                .chain(() -> requests.shown(shown))
                .chain(() -> requests.overtaken(newest.keySet()))
                .chain(() -> requests.openCancellations(statuses.keySet()))
                .chain(open -> settle(statuses, open))
                .chain(() -> changes.announce(newest.keySet()));
    }

    private Uni<Void> settle(Map<UUID, EnvironmentStatus> statuses, Map<UUID, List<OpenCancellation>> open) {
        return Multi.createFrom()
                .iterable(open.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each ->
                        settle(each.getKey(), Objects.requireNonNull(statuses.get(each.getKey())), each.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> settle(UUID id, EnvironmentStatus status, List<OpenCancellation> open) {
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

    /**
     * What was reported.
     *
     * @param status null: it was withdrawn
     */
    public record Report(
            @Nullable String environmentId, @Nullable EnvironmentStatus status) {}

    /**
     * What is to be kept of several reports about one environment.
     *
     * @param status null if it was withdrawn in the end
     * @param shown the requests that any of the statuses shows
     */
    private record Newest(@Nullable EnvironmentStatus status, Set<String> shown) {

        /** Empty if none is newer than the stored one. */
        static Optional<Newest> of(long storedSequence, List<Report> reports) {
            long sequence = storedSequence;
            Newest newest = null;
            Set<String> shown = new LinkedHashSet<>();
            for (Report report : reports) {
                EnvironmentStatus status = report.status();
                if (status == null) {
                    sequence = 0;
                } else if (status.sequence() > sequence) {
                    sequence = status.sequence();
                    shown.addAll(EnvironmentPicture.shownIn(status));
                } else {
                    continue;
                }
                newest = new Newest(status, shown);
            }
            return Optional.ofNullable(newest);
        }
    }
}
