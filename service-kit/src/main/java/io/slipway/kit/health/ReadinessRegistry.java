package io.slipway.kit.health;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Where the parts of a service tell whether they are ready; the service is ready when all of them are. A part registers
 * itself when it starts, so a part that a service does not use is never asked.
 */
@Singleton
public class ReadinessRegistry {

    private final Map<String, BooleanSupplier> parts = new ConcurrentHashMap<>();

    /**
     * Adds a part, or replaces the one of the same name.
     *
     * @param ready asked at each readiness request: must not block
     */
    public void register(String part, BooleanSupplier ready) {
        parts.put(part, ready);
    }

    /** Each part and whether it is ready now. */
    public Map<String, Boolean> parts() {
        return parts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, part -> part.getValue().getAsBoolean()));
    }
}
