package io.slipway.kit.streams;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/** Events as records of a topology whose keys are strings and whose values are bytes, which nothing fails to read. */
public final class EventRecords {

    private EventRecords() {}

    /** The event in {@code record}; that there is none is a value. */
    public static <T> Decoded<T> decode(EventCodec<T> codec, Record<String, byte[]> record) {
        return codec.decode(record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()));
    }

    /** A record with {@code event} and no headers but its own; the record's time is the event's. */
    public static <T> Record<String, byte[]> encode(EventCodec<T> codec, String key, Event<T> event) {
        Headers headers = new RecordHeaders();
        byte[] value = codec.encode(event, headers);
        return new Record<>(key, value, event.time().toEpochMilli(), headers);
    }
}
