package io.slipway.kit.health;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        HealthCheckResponseBuilder response = HealthCheckResponse.named("slipway");
        boolean all = true;
        for (Map.Entry<String, Boolean> part : new TreeMap<>(registry.parts()).entrySet()) {
            response.withData(part.getKey(), part.getValue());
            all &= part.getValue();
        }
        return response.status(all).build();
    }
}
