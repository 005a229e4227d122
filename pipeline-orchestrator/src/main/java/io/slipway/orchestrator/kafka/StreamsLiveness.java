package io.slipway.orchestrator.kafka;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The answer of {@code /q/health/live}: down when the topology has given up. */
@Liveness
@Singleton
class StreamsLiveness implements HealthCheck {

    private final PipelineStreams streams;

    StreamsLiveness(PipelineStreams streams) {
        this.streams = streams;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("streams").status(streams.isLive()).build();
    }
}
