package io.slipway.kit.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.slipway.events.work.StepKind;
import java.time.Duration;
import java.util.Locale;

/** The metrics that several services have, so that they carry the same names everywhere. */
public final class KitMetrics {

    /** Records written to dead letter topics; tag {@code topic}. */
    public static final String DEAD_LETTERS = "slipway.dlq.records";
    /** How long handlers took per event; tags {@code topic}, {@code outcome}. */
    public static final String EVENTS_HANDLED = "slipway.events.handled";
    /** Events whose handlers are at work; tag {@code topic}. */
    public static final String EVENTS_IN_FLIGHT = "slipway.events.in.flight";
    /** How long steps took; tags {@code kind}, {@code outcome}. */
    public static final String STEPS = "slipway.step";
    /** Log lines that could not be kept up with and were left out. */
    public static final String LOG_LINES_DROPPED = "slipway.deployment.log.lines.dropped";

    private KitMetrics() {}

    /** Counts one dead letter of {@code topic}. */
    public static void deadLetter(MeterRegistry metrics, String topic) {
        metrics.counter(DEAD_LETTERS, "topic", topic).increment();
    }

    /** Records one served event. */
    public static void eventHandled(MeterRegistry metrics, String topic, String outcome, Duration took) {
        metrics.timer(EVENTS_HANDLED, "topic", topic, "outcome", outcome).record(took);
    }

    /**
     * Records one step of a worker.
     *
     * @param outcome for example {@code succeeded}, {@code failed}, {@code canceled}
     */
    public static void step(MeterRegistry metrics, StepKind kind, String outcome, Duration took) {
        Timer.builder(STEPS)
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .tag("outcome", outcome)
                .publishPercentileHistogram()
                .register(metrics)
                .record(took);
    }
}
