package io.slipway.gateway.app.outbox;

import java.util.List;

/** Writes records to Kafka. */
public interface RecordSender {

    /**
     * Returns when the broker has acknowledged all records; those of one key are written in the given order.
     *
     * @throws RuntimeException if not all of them were: some may have been
     */
    void send(List<OutboxRecord> records);
}
