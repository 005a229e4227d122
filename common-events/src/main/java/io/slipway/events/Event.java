package io.slipway.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with its CloudEvents 1.0 context attributes. The {@code type} follows from the topic.
 *
 * @param id unique together with {@code source}; the same id twice is the same event
 * @param source URI reference of who wrote it, for example {@code /slipway/pipeline-orchestrator}
 * @param subject the service or environment that it is about
 * @param deploymentId the deployment that it belongs to; an extension attribute in the record
 * @param traceparent extension attribute {@code traceparent}, W3C Trace Context
 */
public record Event<T>(
        String id,
        String source,
        String subject,
        Instant time,
        @Nullable String deploymentId,
        @Nullable String traceparent,
        T data) {

    public Event {
        Copies.required(id, "id");
        Copies.required(source, "source");
        Copies.required(subject, "subject");
        Copies.required(time, "time");
        Copies.required(data, "data");
    }
}
