package io.slipway.gateway.app.deployment;

import io.slipway.events.TopicCatalog;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.Requester;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.Found;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.gateway.domain.deployment.Admission;
import io.slipway.gateway.domain.deployment.Cancellation;
import io.slipway.kit.kafka.EventFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Accepts cancellations. One whose target the pipeline may not have seen yet is held back until the target is shown:
 * requests and cancellations travel on different topics, and a cancellation that overtakes its request finds nothing.
 */
@ApplicationScoped
public class CancelRequests {

    private final Pictures pictures;
    private final RequestStore requests;
    private final Outbox outbox;
    private final Transactions transactions;
    private final EventFactory events;
    private final Clock clock;
    private final RequestMetrics metrics;

    CancelRequests(
            Pictures pictures,
            RequestStore requests,
            Outbox outbox,
            Transactions transactions,
            EventFactory events,
            Clock clock,
            RequestMetrics metrics) {
        this.pictures = pictures;
        this.requests = requests;
        this.outbox = outbox;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Cancels what runs in an environment, or what waits if nothing runs.
     *
     * @return fails with {@link ApiException.NotFound} or {@link ApiException.Conflict}
     */
    public Uni<Accepted> ofEnvironment(UUID environmentId, boolean force, Requester by) {
        return transactions
                .run(() -> pictures.of(environmentId)
                        .chain(scene -> cancel(scene, Admission.cancel(scene.picture(), force), force, by)))
                .invoke(_ -> metrics.countCancellation());
    }

    /**
     * Cancels one request that waits.
     *
     * @return fails with {@link ApiException.NotFound} or {@link ApiException.Conflict}
     */
    public Uni<Accepted> ofRequest(UUID requestId, Requester by) {
        String id = requestId.toString();
        return transactions
                .run(() -> requests.find(id)
                        .map(Found.or("deployment request", id))
                        .chain(request -> pictures.of(request.environmentId()))
                        .chain(scene -> cancel(scene, Admission.cancelRequest(scene.picture(), id), false, by)))
                .invoke(_ -> metrics.countCancellation());
    }

    /** Passes a cancellation on that was held back. */
    public Uni<Void> release(CancelRequested request) {
        return requests.settle(UUID.fromString(request.environmentId()), request.requestId(), Outcome.UNSEEN)
                .chain(() -> append(request));
    }

    private Uni<Accepted> cancel(Scene scene, Admission decision, boolean force, Requester by) {
        return switch (decision) {
            case Admission.Refused(String reason) -> throw new ApiException.Conflict(reason);
            case Admission.Cancelled(String target, boolean shown) -> {
                UUID environmentId = scene.environment().id();
                CancelRequested request = new CancelRequested(
                        UUID.randomUUID().toString(), environmentId.toString(), target, force, by, clock.instant());
                yield requests.add(request, shown ? Outcome.UNSEEN : Outcome.HELD)
                        .chain(() -> shown ? append(request) : Uni.createFrom().voidItem())
                        .replaceWith(() -> new Accepted(
                                environmentId,
                                scene.picture().plus(new Cancellation(target, force)),
                                List.of(),
                                request.requestId()));
            }
            case Admission.Accepted _, Admission.NothingToDo _ ->
                throw new IllegalStateException("no decision about a cancellation: " + decision);
        };
    }

    private Uni<Void> append(CancelRequested request) {
        return outbox.append(
                TopicCatalog.CANCEL_REQUESTED,
                request.environmentId(),
                events.event(request.requestId(), request.environmentId(), null, request));
    }
}
