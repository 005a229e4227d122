package io.slipway.events;

import java.time.Duration;

/**
 * What one topic carries and how it is set up.
 *
 * @param dataType the record in the events' data
 * @param key what the records' keys are
 * @param compacted whether only the last record of a key is kept
 * @param retention how long records are kept where the topic is not compacted
 * @param audience who outside of Slipway may use it
 * @param meaning one sentence
 */
public record TopicDescriptor<T>(
        String name,
        Class<T> dataType,
        Key key,
        boolean compacted,
        Duration retention,
        Audience audience,
        String meaning) {

    /** The CloudEvents type of the topic's events: {@code io.slipway.<topic>.v1}. */
    public String type() {
        return "io.slipway." + name + ".v1";
    }

    /** What a record's key is. */
    public enum Key {
        ENVIRONMENT_ID,
        SERVICE_ID
    }

    /** Who may use a topic. */
    public enum Audience {
        /** Slipway's own services. */
        INTERNAL,
        /** Anybody may subscribe. */
        READ,
        /** Anybody may publish. */
        WRITE
    }
}
