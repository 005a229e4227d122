package io.slipway.orchestrator.kafka.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import com.fasterxml.jackson.dataformat.smile.databind.SmileMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The bytes of one kind of part: a format byte, then Smile (binary JSON). Members that a newer version leaves out or adds
 * are ignored or absent; what cannot be read that way gets a format byte of its own, and the older ones stay readable.
 */
final class StoredForm<T> {

    /** The only format so far. */
    static final byte FORMAT_1 = 1;

    static final ObjectMapper SMILE = SmileMapper.builder(SmileFactory.builder()
                    .enable(SmileGenerator.Feature.CHECK_SHARED_STRING_VALUES)
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private final ObjectWriter writer;
    private final ObjectReader reader;

    private StoredForm(ObjectWriter writer, ObjectReader reader) {
        this.writer = writer;
        this.reader = reader;
    }

    static <T> StoredForm<T> of(Class<T> type) {
        return new StoredForm<>(SMILE.writerFor(type), SMILE.readerFor(type));
    }

    static <T> StoredForm<T> of(TypeReference<T> type) {
        return new StoredForm<>(SMILE.writerFor(type), SMILE.readerFor(type));
    }

    byte[] write(T value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
        bytes.write(FORMAT_1);
        try {
            writer.writeValue(bytes, value);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write a part of an environment", e);
        }
        return bytes.toByteArray();
    }

    T read(byte[] bytes) {
        checkFormat(bytes);
        try {
            return reader.readValue(bytes, 1, bytes.length - 1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read a part of an environment", e);
        }
    }

    /** Refuses what a newer version has written. */
    static void checkFormat(byte[] bytes) {
        if (bytes.length == 0 || bytes[0] != FORMAT_1) {
            throw new IllegalStateException("a stored part has format " + (bytes.length == 0 ? "none" : bytes[0])
                    + ", which this version does not know: was it written by a newer one?");
        }
    }
}
