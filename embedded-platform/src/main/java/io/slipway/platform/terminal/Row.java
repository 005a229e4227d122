package io.slipway.platform.terminal;

import java.time.Duration;
import java.util.Optional;

/**
 * One line of a {@link LiveTable}.
 *
 * @param group heading under which it stands; empty for none
 * @param name what it is about, unique in its table
 * @param status present state, one word
 * @param tone how that state feels
 * @param elapsed time spent so far; empty if it has not begun
 * @param note anything else, for example an address
 */
public record Row(String group, String name, String status, Tone tone, Optional<Duration> elapsed, String note) {

    /** How a state feels. */
    public enum Tone {
        WAITING,
        BUSY,
        GOOD,
        BAD
    }

    /** A line without group and note. */
    public static Row of(String name, String status, Tone tone, Duration elapsed) {
        return new Row("", name, status, tone, Optional.of(elapsed), "");
    }
}
