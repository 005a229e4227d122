package io.slipway.events.log;

import io.slipway.events.Copies;

/**
 * Which lines of a log are wanted.
 *
 * @param negated those are wanted to which the rest does <em>not</em> apply
 * @param value a text or a regular expression, as {@code match} says
 */
public record LineFilter(Subject subject, Match match, boolean negated, String value) {

    public LineFilter {
        Copies.required(subject, "subject");
        Copies.required(match, "match");
        value = value == null ? "" : value;
    }

    /** What is looked at. */
    public enum Subject {
        /** The line itself, secrets masked. */
        TEXT,
        /** The container or pod that wrote it. */
        INSTANCE,
        /** {@code INFO} for standard output, {@code ERROR} for standard error; capital letters or not. */
        LEVEL
    }

    /** How it is compared. */
    public enum Match {
        /** It is the value. */
        EQUALS,
        /** The value is in it. */
        CONTAINS,
        /** All of it matches the value, a regular expression of RE2. */
        MATCHES,
        /** Something in it matches the value, a regular expression of RE2. */
        FINDS
    }
}
