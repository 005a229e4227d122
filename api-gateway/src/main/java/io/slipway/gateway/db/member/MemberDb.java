package io.slipway.gateway.db.member;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.slipway.gateway.app.member.MemberStore;
import io.slipway.gateway.domain.member.Member;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recognising goes straight to the pool: it precedes every request and needs no session. */
@ApplicationScoped
class MemberDb implements MemberStore {

    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final String BY_EMAIL = "select * from member where email_key = $1 and joined_at is not null"
            + " and ($2::uuid is null or organization_id = $2) order by joined_at, id limit 1";
    private static final String USED = "update member set last_activity_at = $2 where id = $1";

    private final Pool pool;
    private final Rows rows;

    @Inject
    MemberDb(Pool pool, Rows rows) {
        this.pool = pool;
        this.rows = rows;
    }

    @Override
    public Uni<List<Member>> of(UUID organizationId) {
        return Panache.withSession(() -> rows.list("organizationId = ?1 order by createdAt, id", organizationId)
                .map(found -> found.stream().map(MemberEntity::toDomain).toList()));
    }

    @Override
    public Uni<Void> save(Member member) {
        return Panache.getSession()
                .chain(session -> session.merge(new MemberEntity(member)).chain(session::flush));
    }

    @Override
    public Uni<Void> delete(UUID id) {
        return rows.delete("id", id).replaceWithVoid();
    }

    @Override
    public Uni<Optional<Member>> use(String email, @Nullable UUID organizationId, Instant now) {
        return pool.preparedQuery(BY_EMAIL)
                .execute(Tuple.of(Member.key(email), organizationId))
                .map(found -> {
                    for (Row row : found) {
                        return Optional.of(member(row));
                    }
                    return Optional.<Member>empty();
                })
                .call(found -> found.filter(member -> isStale(member.lastActivityAt(), now))
                        .map(member -> noteUse(member, now))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Void> noteUse(Member member, Instant now) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(member.id(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static boolean isStale(@Nullable Instant lastActivityAt, Instant now) {
        return lastActivityAt == null || lastActivityAt.plus(PRECISION).isBefore(now);
    }

    private static Member member(Row row) {
        return new Member(
                row.getUUID("id"),
                row.getUUID("organization_id"),
                row.getString("email"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getString("invited_by"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                instant(row.getOffsetDateTime("joined_at")),
                instant(row.getOffsetDateTime("last_activity_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<MemberEntity, UUID> {}
}
