package io.slipway.gateway.app.outbox;

import io.slipway.events.Copies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record as it goes to Kafka.
 *
 * @param payload JSON; null = tombstone
 */
public record OutboxRecord(
        long id,
        String topic,
        String key,
        Map<String, String> headers,
        @Nullable String payload) {

    public OutboxRecord {
        headers = Copies.map(headers);
    }
}
