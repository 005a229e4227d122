package io.slipway.gateway.db.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.events.EventJson;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Tuple;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A statement with named parameters, in the present session or a new one. These tables hold whole documents and are
 * written by upserts, which entities do not express. Parameters are texts, numbers and booleans; SQL casts them.
 */
final class Sql {

    private static final Pattern CAST = Pattern.compile("cast\\((:\\w+) as");

    private final String statement;
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    private Sql(String statement) {
        this.statement = statement;
    }

    /**
     * A statement; it casts texts to what they stand for. PostgreSQL would give such a parameter the type that it is cast
     * to, and the driver would then take the text for a value of that type: so each is cast to text first.
     */
    static Sql of(String statement) {
        return new Sql(CAST.matcher(statement).replaceAll("cast(cast($1 as text) as"));
    }

    /** A text, a number or a boolean. */
    Sql with(String name, Object value) {
        parameters.put(name, value);
        return this;
    }

    /** Ids, for {@code cast(:name as uuid[])}. */
    Sql with(String name, Collection<UUID> ids) {
        return with(name, ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}")));
    }

    /** Runs an insert, update or delete. */
    Uni<Void> run() {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> {
                    Mutiny.Query<Object> query = session.createNativeQuery(statement);
                    parameters.forEach(query::setParameter);
                    return query.executeUpdate();
                })
                .replaceWithVoid());
    }

    /** All rows that a query finds. */
    <T> Uni<List<T>> list(Function<Tuple, T> row) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> {
                    Mutiny.SelectionQuery<Tuple> query = session.createNativeQuery(statement, Tuple.class);
                    parameters.forEach(query::setParameter);
                    return query.getResultList();
                })
                .map(tuples -> tuples.stream().map(row).toList()));
    }

    /** The first row that a query finds. */
    <T> Uni<Optional<T>> first(Function<Tuple, T> row) {
        return list(row).map(all -> all.stream().findFirst());
    }

    /** {@code value} as the JSON that is kept in columns. */
    static String json(Object value) {
        try {
            return EventJson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #json} wrote. */
    static <T> T read(String json, Class<T> type) {
        try {
            return EventJson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@link #json} wrote. */
    static <T> List<T> readList(String json, Class<T> type) {
        try {
            return EventJson.mapper().readerForListOf(type).readValue(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
