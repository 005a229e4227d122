package io.slipway.kit.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/** The answer of {@code /q/health/live}: one boolean per registered part. */
@Singleton
@Liveness
class LivenessChecks implements HealthCheck {

    private final LivenessRegistry registry;

    LivenessChecks(LivenessRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        return Answer.of(registry.parts());
    }
}
