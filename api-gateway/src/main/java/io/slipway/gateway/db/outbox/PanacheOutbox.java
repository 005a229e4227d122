package io.slipway.gateway.db.outbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.EventJson;
import io.slipway.events.TopicDescriptor;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.kit.config.KitConfig;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Writes the records in the caller's transaction; a trigger notifies the relays when that commits. */
@ApplicationScoped
class PanacheOutbox implements Outbox {

    /** For headers and framing. */
    private static final int RESERVE = 65_536;

    // Rows get their numbers when they are inserted, not when they are committed: the lock keeps a second transaction
    // with the same key from taking a number before the first one has committed. The row comes out of the lock, so it
    // is
    // numbered after that.
    private static final String LOCKED =
            "with locked as materialized (select pg_advisory_xact_lock(hashtextextended(:lock, 0)))";
    private static final String INSERT = LOCKED + " insert into outbox (topic, record_key, headers, payload)"
            + " select :topic, :key, :headers, :payload from locked";
    private static final String INSERT_TOMBSTONE =
            LOCKED + " insert into outbox (topic, record_key, headers)" + " select :topic, :key, :headers from locked";

    private final int maxBytes;

    @Inject
    PanacheOutbox(KitConfig kafka) {
        this.maxBytes = kafka.maxRecordBytes() - RESERVE;
    }

    @Override
    public <T> Uni<Void> append(TopicDescriptor<T> topic, String key, Event<T> event) {
        Headers headers = new RecordHeaders();
        byte[] payload = EventCodec.of(topic).encode(event, headers);
        if (payload.length > maxBytes) {
            return Uni.createFrom()
                    .failure(new ApiException.Conflict("The configuration of environment '" + key + "' would have "
                            + payload.length + " bytes, more than the " + maxBytes
                            + " that can be published: shorten its variables"));
        }
        return insert(topic.name(), key, json(headers), new String(payload, StandardCharsets.UTF_8));
    }

    @Override
    public Uni<Void> appendTombstone(TopicDescriptor<?> topic, String key) {
        return insert(topic.name(), key, "{}", null);
    }

    private static Uni<Void> insert(String topic, String key, String headers, @Nullable String payload) {
        return Panache.getSession()
                .chain(session -> statement(session, payload)
                        .setParameter("lock", topic + "/" + key)
                        .setParameter("topic", topic)
                        .setParameter("key", key)
                        .setParameter("headers", headers)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Mutiny.MutationQuery statement(Mutiny.Session session, @Nullable String payload) {
        return payload == null
                ? session.createNativeQuery(INSERT_TOMBSTONE)
                : session.createNativeQuery(INSERT).setParameter("payload", payload);
    }

    private static String json(Headers headers) {
        Map<String, String> map = new LinkedHashMap<>();
        headers.forEach(header -> map.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        try {
            return EventJson.mapper().writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
