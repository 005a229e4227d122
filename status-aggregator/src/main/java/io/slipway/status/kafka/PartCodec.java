package io.slipway.status.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.slipway.events.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The JSON form of one kind of part; members that an older version did not write are null or 0. */
final class PartCodec<T> {

    private final ObjectReader reader;
    private final ObjectWriter writer;

    PartCodec(Class<T> type) {
        this.reader = EventJson.mapper().readerFor(type);
        this.writer = EventJson.mapper().writerFor(type);
    }

    byte[] encode(T part) {
        try {
            return writer.writeValueAsBytes(part);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write a part of the state", e);
        }
    }

    T decode(byte[] json) {
        try {
            return reader.readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a part of the state", e);
        }
    }
}
