package io.slipway.kit.health;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The answer of {@code /q/health/ready}: one boolean per registered part. */
@Singleton
@Readiness
class ReadinessChecks implements HealthCheck {

    private final ReadinessRegistry registry;

    ReadinessChecks(ReadinessRegistry registry) {
        this.registry = registry;
    }

    @Override
    public HealthCheckResponse call() {
        return Answer.of(registry.parts());
    }
}
