package io.slipway.runtime.log;

import io.slipway.runtime.LogLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of one stream together. Each line as the runtime sends it begins with its time; a line may come in several
 * frames, and an engine cuts long ones into pieces of 16 KiB that each begin with the time again.
 */
public final class LineAssembler {

    private static final int MAX_LINE = 64 * 1024;

    private final String instance;
    private final boolean stderr;
    private final Consumer<LogLine> listener;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private Instant last = Instant.EPOCH;

    /** Gives {@code listener} the lines of {@code instance}. */
    public LineAssembler(String instance, boolean stderr, Consumer<LogLine> listener) {
        this.instance = instance;
        this.stderr = stderr;
        this.listener = listener;
    }

    /** Takes the next bytes; null = none. */
    public void add(byte @Nullable [] bytes) {
        if (bytes == null) {
            return;
        }
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                pending.write(bytes, start, i - start);
                start = i + 1;
                emit();
            }
        }
        pending.write(bytes, start, bytes.length - start);
        if (pending.size() > MAX_LINE) {
            emit();
        }
    }

    /** There are no more bytes. */
    public void finish() {
        if (pending.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String line = pending.toString(StandardCharsets.UTF_8);
        pending.reset();
        int space = line.indexOf(' ');
        Instant at = time(space < 0 ? line : line.substring(0, space));
        String text = at == null ? line : space < 0 ? "" : line.substring(space + 1);
        last = at == null ? last : at;
        listener.accept(
                new LogLine(instance, stderr, text.endsWith("\r") ? text.substring(0, text.length() - 1) : text, last));
    }

    private static @Nullable Instant time(String text) {
        if (text.length() < 20 || !Character.isDigit(text.charAt(0))) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
