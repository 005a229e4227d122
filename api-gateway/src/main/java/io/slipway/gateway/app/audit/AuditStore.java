package io.slipway.gateway.app.audit;

import io.slipway.events.request.Origin;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps audit events. Needs neither session nor transaction. */
public interface AuditStore {

    Uni<Void> add(AuditEvent event);

    /** Those that a query is for, newest first, at most {@code limit}. */
    Uni<List<AuditEvent>> find(UUID organizationId, Query query, int limit);

    /** What is looked for; what is null does not matter. Times: after the first, before the second. */
    record Query(
            AuditEvent.@Nullable Type type,
            AuditEvent.@Nullable Target target,
            @Nullable UUID targetId,
            @Nullable String triggeredBy,
            @Nullable Origin origin,
            @Nullable Instant from,
            @Nullable Instant to) {}
}
