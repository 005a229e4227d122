package io.slipway.kit.health;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Up if all parts are. */
final class Answer {

    private Answer() {}

    static HealthCheckResponse of(Map<String, Boolean> parts) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("slipway");
        new TreeMap<>(parts).forEach(response::withData);
        return response.status(!parts.containsValue(false)).build();
    }
}
