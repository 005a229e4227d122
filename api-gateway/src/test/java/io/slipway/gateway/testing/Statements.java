package io.slipway.gateway.testing;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the statements that the gateway's pool of reactive connections runs. */
public final class Statements {

    private static final int TRIES = 5;

    private final MeterRegistry metrics;

    public Statements(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** How many run meanwhile: those of {@code call}, and others that happen to run at the same time. */
    public long during(Runnable call) {
        long before = count();
        call.run();
        return count() - before;
    }

    /** How many a call takes that can be repeated: others that run at the same time are not in the smallest number. */
    public long of(Runnable call) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            least = Math.min(least, during(call));
        }
        return least;
    }

    private long count() {
        return (long) metrics.get("postgresql.completed").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
