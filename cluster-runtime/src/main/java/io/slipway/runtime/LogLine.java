package io.slipway.runtime;

import io.slipway.events.Copies;
import java.time.Instant;

/**
 * One line that a container wrote.
 *
 * @param instance name of the container or pod
 * @param text without line end; not masked
 * @param at when it was written, as the runtime recorded it
 */
public record LogLine(String instance, boolean stderr, String text, Instant at) {

    public LogLine {
        Copies.required(instance, "instance");
        Copies.required((Object) text, "text");
        Copies.required(at, "at");
    }
}
