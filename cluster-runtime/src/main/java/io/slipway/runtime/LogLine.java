package io.slipway.runtime;

import io.slipway.events.Copies;
import java.time.Instant;

/**
 * One line that a container wrote.
 *
 * @param instance name of the container or pod
 * @param text without line end; not masked
 * @param at when it was written, as the runtime recorded it
 * @param version of the image that the container runs, see {@link ImageVersion}; empty where nobody asked for it
 */
public record LogLine(String instance, boolean stderr, String text, Instant at, String version) {

    public LogLine {
        Copies.required(instance, "instance");
        Copies.required((Object) text, "text");
        Copies.required(at, "at");
        Copies.required((Object) version, "version");
    }

    /** A line of whichever version. */
    public LogLine(String instance, boolean stderr, String text, Instant at) {
        this(instance, stderr, text, at, "");
    }

    /** The same line, written by this version. */
    public LogLine by(String writer) {
        return new LogLine(instance, stderr, text, at, writer);
    }
}
