package io.slipway.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.events.request.Action;
import io.slipway.gateway.app.deployment.RequestMetrics;
import jakarta.enterprise.context.ApplicationScoped;

@ApplicationScoped
class MicrometerRequestMetrics implements RequestMetrics {

    private static final String ACCEPTED = "slipway_requests_accepted_total";

    private final MeterRegistry metrics;

    MicrometerRequestMetrics(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    @Override
    public void count(Action action, boolean requested) {
        metrics.counter(ACCEPTED, "action", action.name(), "outcome", requested ? "requested" : "nothing-to-do")
                .increment();
    }

    @Override
    public void countCancellation() {
        metrics.counter(ACCEPTED, "action", "CANCEL", "outcome", "requested").increment();
    }
}
