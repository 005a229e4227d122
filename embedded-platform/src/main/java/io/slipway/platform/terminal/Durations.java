package io.slipway.platform.terminal;

import java.time.Duration;
import java.util.Locale;

/** Times as people read them. */
public final class Durations {

    private Durations() {}

    /** {@code 0.4 s}, {@code 12.3 s}, {@code 2 min 05 s}. */
    public static String text(Duration duration) {
        if (duration.compareTo(Duration.ofSeconds(100)) < 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
        }
        return String.format(Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
    }
}
