package io.slipway.gateway.app.audit;

import io.slipway.events.request.Origin;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps audit events. What a request is going to do is expected first; the transaction that does it keeps the event, so
 * that there is no change without its event and no event of a change that was rolled back.
 */
public interface AuditStore {

    /** Says what the present request does if it succeeds. */
    void expect(AuditEvent event);

    /**
     * Keeps what is expected of the present request, in the present transaction, if that has changed or locked anything.
     * Called by transactions before they are committed.
     *
     * @param outcome of what was done
     */
    Uni<Void> keepExpected(@Nullable Object outcome);

    /** Says that the transaction that {@link #keepExpected} was called in is not committed. */
    void rolledBack();

    /**
     * Keeps an event, or what is known better of one that is kept; writes nothing if the present request's transaction
     * has kept all of it. Needs neither session nor transaction.
     */
    Uni<Void> add(AuditEvent event);

    /**
     * Those that a query is for, newest first, at most {@code limit}: the newest of them, or the oldest if the query is
     * for these.
     */
    Uni<List<AuditEvent>> find(UUID organizationId, Query query, int limit);

    /**
     * What is looked for; what is null does not matter. Times: after the first, before the second.
     *
     * @param oldest whether the oldest are wanted where there are more than can be told
     */
    record Query(
            AuditEvent.@Nullable Type type,
            AuditEvent.@Nullable Target target,
            AuditEvent.@Nullable SubTarget subTarget,
            @Nullable UUID targetId,
            @Nullable String triggeredBy,
            @Nullable Origin origin,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean oldest) {}
}
