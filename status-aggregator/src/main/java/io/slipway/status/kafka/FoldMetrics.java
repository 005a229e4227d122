package io.slipway.status.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the service counts and times. */
final class FoldMetrics {

    private final Counter folded;
    private final Counter ignored;
    private final Timer latency;

    FoldMetrics(MeterRegistry registry) {
        this.folded = Counter.builder("slipway.status.events")
                .description("Events that were folded or, being repetitions, ignored")
                .tag("outcome", "folded")
                .register(registry);
        this.ignored = Counter.builder("slipway.status.events")
                .description("Events that were folded or, being repetitions, ignored")
                .tag("outcome", "ignored")
                .register(registry);
        this.latency = Timer.builder("slipway.status.latency")
                .description("From an event to the publication of the status that it led to; counts the publications")
                .publishPercentileHistogram()
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(registry);
    }

    void event(boolean changed) {
        (changed ? folded : ignored).increment();
    }

    void published(Duration sinceEvent) {
        latency.record(sinceEvent.isNegative() ? Duration.ZERO : sinceEvent);
    }
}
