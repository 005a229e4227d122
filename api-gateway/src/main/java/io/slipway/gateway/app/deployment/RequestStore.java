package io.slipway.gateway.app.deployment;

import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the requests that were accepted, and what became of them. */
public interface RequestStore {

    /**
     * Keeps a request, and announces the change of its environment's picture. One that is known keeps its outcome; where
     * it was only known by what others said about it, it is now known in full.
     */
    Uni<Void> add(DeployRequested request, Outcome outcome);

    /**
     * Keeps a cancellation, and announces the change of its environment's picture.
     *
     * @param outcome HELD if it has not been passed on yet, else UNSEEN
     */
    Uni<Void> add(CancelRequested request, Outcome outcome);

    /** Whether a request is known in full. Needs no transaction. */
    Uni<Boolean> isKnown(UUID environmentId, String requestId);

    /** The action request with this id, of whichever environment. */
    Uni<Optional<KnownRequest>> find(String requestId);

    /** Those of an environment among these. */
    Uni<List<KnownRequest>> findAll(UUID environmentId, Collection<String> requestIds);

    /** Statuses show these requests, by environment: they need not be laid over them any more. */
    Uni<Void> shown(Map<UUID, ? extends Collection<String>> requestIds);

    /**
     * Requests whose deployments ended before what the stored status tells about need not be laid over it any more, even
     * if no status ever showed them.
     */
    Uni<Void> overtaken(Collection<UUID> environmentIds);

    /** A request, which may not be known here yet, could not be served. */
    Uni<Void> refuse(UUID environmentId, String requestId, String problem);

    /** Cancellations that are HELD or UNSEEN, by environment; oldest first. */
    Uni<Map<UUID, List<OpenCancellation>>> openCancellations(Collection<UUID> environmentIds);

    /** Sets what became of a cancellation. */
    Uni<Void> settle(UUID environmentId, String cancellationId, Outcome outcome);

    /** What became of a request. */
    enum Outcome {
        /** A cancellation that waits for what it cancels to be shown. */
        HELD,
        /** Passed on; no status shows it yet. */
        UNSEEN,
        /** A status showed it, or it is over. */
        SEEN,
        /** It could not be served. */
        REFUSED
    }

    /**
     * A request as it is known.
     *
     * @param request null if nobody has said more than that it exists
     * @param problem why it was refused
     */
    record KnownRequest(
            UUID environmentId,
            String id,
            Outcome outcome,
            @Nullable DeployRequested request,
            @Nullable String problem) {}

    /** A cancellation of {@code request.deploymentRequestId()}, which is never null here. */
    record OpenCancellation(Outcome outcome, CancelRequested request) {}
}
