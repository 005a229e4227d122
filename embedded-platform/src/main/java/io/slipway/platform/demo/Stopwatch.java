package io.slipway.platform.demo;

import io.slipway.platform.terminal.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** How long each part took. */
public final class Stopwatch {

    private final Map<String, Duration> parts = new LinkedHashMap<>();

    /** Runs a part and remembers how long it took, even if it fails. */
    public <T> T time(String part, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            add(part, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    /** Runs a part and remembers how long it took, even if it fails. */
    public void time(String part, Runnable work) {
        time(part, () -> {
            work.run();
            return part;
        });
    }

    /** Remembers a part that somebody else measured. */
    public void add(String part, Duration duration) {
        parts.merge(part, duration, Duration::plus);
    }

    /** One line for each part, and the sum. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        parts.forEach((part, duration) -> lines.add(line(part, duration)));
        lines.add(line("all", parts.values().stream().reduce(Duration.ZERO, Duration::plus)));
        return lines;
    }

    private static String line(String part, Duration duration) {
        return String.format("  %-22s %12s", part, Durations.text(duration));
    }
}
