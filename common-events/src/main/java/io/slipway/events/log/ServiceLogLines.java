package io.slipway.events.log;

import io.slipway.events.Copies;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lines that a service wrote, secrets masked, for one reader: topic {@code service.log}, key = environment id.
 *
 * @param leaseId the reader's, from {@link LogsRequested}
 * @param sequence grows by one from record to record of a lease, as long as one worker serves it
 */
public record ServiceLogLines(String leaseId, String environmentId, String serviceId, long sequence, List<Line> lines) {

    public ServiceLogLines {
        Copies.required(leaseId, "leaseId");
        Copies.required(environmentId, "environmentId");
        Copies.required(serviceId, "serviceId");
        lines = Copies.list(lines);
    }

    /**
     * One line. Lines of one instance are in order.
     *
     * @param instance name of the container or pod; empty for notes
     * @param at when it was written, as the runtime recorded it
     * @param version tag of the image, or its digest where it has none, that the instance runs; null if it is not known
     */
    public record Line(
            String instance,
            Severity severity,
            String text,
            Instant at,
            @Nullable String version) {

        public Line {
            instance = instance == null ? "" : instance;
            Copies.required(severity, "severity");
            text = text == null ? "" : text;
            Copies.required(at, "at");
            version = version == null || version.isEmpty() ? null : version;
        }

        /** A note of Slipway's own. */
        public static Line note(String text, Instant at) {
            return new Line("", Severity.NOTE, text, at, null);
        }
    }

    /** Where a line comes from. */
    public enum Severity {
        /** Standard output. */
        OUTPUT,
        /** Standard error. */
        ERROR,
        /** A note of Slipway's own, for example that lines were left out. */
        NOTE
    }
}
