package io.slipway.gateway.db.token;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.slipway.gateway.app.token.TokenStore;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
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
class TokenDb implements TokenStore {

    private static final Duration PRECISION = Duration.ofMinutes(1);
    private static final String BY_HASH = "select id, organization_id, name, description, created_by, created_at,"
            + " updated_at, last_used_at, role, expires_at from api_token where hash = $1";
    private static final String USED = "update api_token set last_used_at = $2 where id = $1";
    private static final String REPLACE =
            "insert into api_token (id, organization_id, name, name_key, description, hash,"
                    + " created_by, created_at, updated_at, role) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)"
                    + " on conflict (organization_id, name_key) do update set hash = excluded.hash,"
                    + " updated_at = excluded.updated_at where api_token.hash <> excluded.hash";

    private final Pool pool;
    private final Rows rows;

    @Inject
    TokenDb(Pool pool, Rows rows) {
        this.pool = pool;
        this.rows = rows;
    }

    @Override
    public Uni<Optional<ApiToken>> use(byte[] hash, Instant now) {
        return pool.preparedQuery(BY_HASH)
                .execute(Tuple.of(hash.clone()))
                .map(TokenDb::first)
                .call(token -> token.filter(found -> isStale(found.lastUsedAt(), now))
                        .map(found -> noteUse(found, now))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    @Override
    public Uni<List<ApiToken>> tokensOf(UUID organizationId) {
        return Panache.withSession(() -> rows.list("organizationId = ?1 order by nameKey", organizationId)
                .map(found -> found.stream().map(ApiTokenEntity::toDomain).toList()));
    }

    @Override
    public Uni<Void> add(ApiToken token, byte[] hash) {
        return rows.persistAndFlush(new ApiTokenEntity(token, hash)).replaceWithVoid();
    }

    @Override
    public Uni<Void> replaceByName(ApiToken token, byte[] hash) {
        return pool.preparedQuery(REPLACE)
                .execute(Tuple.from(List.of(
                        token.id(),
                        token.organizationId(),
                        token.name(),
                        Names.key(token.name()),
                        token.description() == null ? "" : token.description(),
                        hash.clone(),
                        token.createdBy(),
                        token.createdAt().atOffset(ZoneOffset.UTC),
                        token.role().name())))
                .replaceWithVoid();
    }

    @Override
    public Uni<Boolean> delete(UUID organizationId, UUID tokenId) {
        return rows.delete("id = ?1 and organizationId = ?2", tokenId, organizationId)
                .map(deleted -> deleted > 0);
    }

    private Uni<Void> noteUse(ApiToken token, Instant now) {
        return pool.preparedQuery(USED)
                .execute(Tuple.of(token.id(), now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private static boolean isStale(@Nullable Instant lastUsedAt, Instant now) {
        return lastUsedAt == null || lastUsedAt.plus(PRECISION).isBefore(now);
    }

    private static Optional<ApiToken> first(RowSet<Row> found) {
        for (Row row : found) {
            OffsetDateTime lastUsedAt = row.getOffsetDateTime("last_used_at");
            OffsetDateTime expiresAt = row.getOffsetDateTime("expires_at");
            return Optional.of(new ApiToken(
                    row.getUUID("id"),
                    row.getUUID("organization_id"),
                    row.getString("name"),
                    row.getString("description"),
                    row.getString("created_by"),
                    row.getOffsetDateTime("created_at").toInstant(),
                    row.getOffsetDateTime("updated_at").toInstant(),
                    lastUsedAt == null ? null : lastUsedAt.toInstant(),
                    Role.valueOf(row.getString("role")),
                    expiresAt == null ? null : expiresAt.toInstant()));
        }
        return Optional.empty();
    }

    @ApplicationScoped
    static class Rows implements PanacheRepositoryBase<ApiTokenEntity, UUID> {}
}
