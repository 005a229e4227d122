package io.slipway.gateway.db.audit;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.events.request.Origin;
import io.slipway.gateway.app.audit.AuditStore;
import io.slipway.gateway.app.audit.Subject;
import io.slipway.gateway.domain.audit.AuditEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class AuditDb implements AuditStore {

    private static final String ADD = "insert into audit_event (id, organization_id, at, type, target, sub_target,"
            + " target_id, target_name, operation, path, triggered_by, origin, user_agent)"
            + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            + " on conflict (id) do update set target_id = excluded.target_id, target_name = excluded.target_name";

    /** A transaction has a number as soon as it has written or locked something. */
    private static final String KEEP = "insert into audit_event (id, organization_id, at, type, target, sub_target,"
            + " target_id, target_name, operation, path, triggered_by, origin, user_agent)"
            + " select cast(cast(:id as text) as uuid), cast(cast(:organization as text) as uuid),"
            + " cast(cast(:at as text) as timestamptz), :type, :target,"
            + " nullif(cast(:subTarget as text), ''), cast(nullif(cast(:targetId as text), '') as uuid),"
            + " nullif(cast(:targetName as text), ''),"
            + " :operation, :path, :by, :origin, nullif(cast(:agent as text), '')"
            + " where pg_current_xact_id_if_assigned() is not null on conflict (id) do nothing";

    private static final String EXPECTED = AuditDb.class.getName();
    private static final String KEPT = EXPECTED + ".kept";
    private static final String FIND = "select * from audit_event where organization_id = $1"
            + " and ($2::text is null or type = $2) and ($3::text is null or target = $3)"
            + " and ($4::uuid is null or target_id = $4) and ($5::text is null or triggered_by = $5)"
            + " and ($6::text is null or origin = $6) and ($7::timestamptz is null or at > $7)"
            + " and ($8::timestamptz is null or at < $8) and ($9::text is null or sub_target = $9)"
            + " order by at %1$s, id %1$s limit $10";
    private static final String NEWEST = FIND.formatted("desc");
    private static final String OLDEST = FIND.formatted("asc");

    private final Pool pool;

    @Inject
    AuditDb(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void expect(AuditEvent event) {
        remember(EXPECTED, event);
    }

    @Override
    public Uni<Void> keepExpected(@Nullable Object outcome) {
        AuditEvent expected = remembered(EXPECTED);
        if (expected == null) {
            return Uni.createFrom().voidItem();
        }
        AuditEvent event =
                expected.with(Subject.of(outcome).id(), Subject.of(outcome).name());
        return Panache.getSession()
                .call(Mutiny.Session::flush)
                .chain(session -> session.createNativeQuery(KEEP)
                        .setParameter("id", event.id().toString())
                        .setParameter("organization", event.organizationId().toString())
                        .setParameter("at", event.at().toString())
                        .setParameter("type", event.type().name())
                        .setParameter("target", event.target().name())
                        .setParameter("subTarget", Objects.toString(event.subTarget(), ""))
                        .setParameter("targetId", Objects.toString(event.targetId(), ""))
                        .setParameter("targetName", Objects.toString(event.targetName(), ""))
                        .setParameter("operation", event.operation())
                        .setParameter("path", event.path())
                        .setParameter("by", event.triggeredBy())
                        .setParameter("origin", event.origin().name())
                        .setParameter("agent", Objects.toString(event.userAgent(), ""))
                        .executeUpdate())
                .invoke(rows -> remember(KEPT, rows > 0 ? event : null))
                .replaceWithVoid();
    }

    @Override
    public void rolledBack() {
        remember(KEPT, null);
    }

    @Override
    public Uni<Void> add(AuditEvent event) {
        if (event.equals(remembered(KEPT))) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addUUID(event.id())
                .addUUID(event.organizationId())
                .addOffsetDateTime(event.at().atOffset(ZoneOffset.UTC))
                .addString(event.type().name())
                .addString(event.target().name())
                .addString(name(event.subTarget()))
                .addUUID(event.targetId())
                .addString(event.targetName())
                .addString(event.operation())
                .addString(event.path())
                .addString(event.triggeredBy())
                .addString(event.origin().name())
                .addString(event.userAgent());
        return pool.preparedQuery(ADD).execute(values).replaceWithVoid();
    }

    @Override
    public Uni<List<AuditEvent>> find(UUID organizationId, Query query, int limit) {
        Tuple values = Tuple.tuple()
                .addUUID(organizationId)
                .addString(name(query.type()))
                .addString(name(query.target()))
                .addUUID(query.targetId())
                .addString(query.triggeredBy())
                .addString(name(query.origin()))
                .addOffsetDateTime(time(query.from()))
                .addOffsetDateTime(time(query.to()))
                .addString(name(query.subTarget()))
                .addInteger(limit);
        return pool.preparedQuery(query.oldest() ? OLDEST : NEWEST)
                .execute(values)
                .map(rows -> {
                    List<AuditEvent> events = new ArrayList<>();
                    rows.forEach(row -> events.add(event(row)));
                    return query.oldest() ? events.reversed() : events;
                });
    }

    /** Of the present request: its context is its own. */
    private static void remember(String key, @Nullable AuditEvent event) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return;
        }
        if (event == null) {
            context.removeLocal(key);
        } else {
            context.putLocal(key, event);
        }
    }

    private static @Nullable AuditEvent remembered(String key) {
        Context context = Vertx.currentContext();
        return context == null ? null : context.getLocal(key);
    }

    private static AuditEvent event(Row row) {
        return new AuditEvent(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getOffsetDateTime("at").toInstant(),
                AuditEvent.Type.valueOf(row.getString("type")),
                AuditEvent.Target.kept(row.getString("target")),
                row.getString("sub_target") == null ? null : AuditEvent.SubTarget.valueOf(row.getString("sub_target")),
                row.getUUID("target_id"),
                row.getString("target_name"),
                row.getString("operation"),
                row.getString("path"),
                row.getString("triggered_by"),
                Origin.valueOf(row.getString("origin")),
                row.getString("user_agent"));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
