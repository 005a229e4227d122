package io.slipway.kit.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Headers of a dead letter: the original ones, why it is here, and where it was. */
public final class DeadLetterHeaders {

    /** Why it could not be decoded or served. */
    public static final String REASON = "slipway_dlq_reason";
    /** The topic that it was in. */
    public static final String TOPIC = "slipway_dlq_topic";
    /** The partition that it was in. */
    public static final String PARTITION = "slipway_dlq_partition";
    /** The offset that it had. */
    public static final String OFFSET = "slipway_dlq_offset";

    private DeadLetterHeaders() {}

    /** A copy of {@code original} with the reason and the place added. */
    public static Headers of(Headers original, String reason, @Nullable String topic, int partition, long offset) {
        Headers headers = new RecordHeaders(original.toArray());
        set(headers, REASON, reason);
        set(headers, TOPIC, topic == null ? "" : topic);
        set(headers, PARTITION, Integer.toString(partition));
        set(headers, OFFSET, Long.toString(offset));
        return headers;
    }

    private static void set(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
