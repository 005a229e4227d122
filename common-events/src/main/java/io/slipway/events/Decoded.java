package io.slipway.events;

import org.jspecify.annotations.Nullable;

/** What became of a record's bytes: that they cannot be decoded is a value, not an exception. */
public sealed interface Decoded<T> {

    /** A valid event. */
    record Valid<T>(Event<T> event) implements Decoded<T> {}

    /** A null value: the key has been forgotten (compacted topics). */
    record Tombstone<T>(@Nullable String key) implements Decoded<T> {}

    /**
     * Not a valid event; belongs in the dead letter topic.
     *
     * @param reason what is wrong and what was expected, for the person who wrote the record
     */
    record Undecodable<T>(String reason) implements Decoded<T> {}
}
