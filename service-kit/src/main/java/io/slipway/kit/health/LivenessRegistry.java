package io.slipway.kit.health;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Where the parts of a service tell whether they can still go on; the service should be restarted when one of them
 * cannot. A part registers itself when it starts.
 */
@Singleton
public class LivenessRegistry {

    private final Map<String, BooleanSupplier> parts = new ConcurrentHashMap<>();

    /**
     * Adds a part, or replaces the one of the same name.
     *
     * @param live asked at each liveness request: must not block
     */
    public void register(String part, BooleanSupplier live) {
        parts.put(part, live);
    }

    /** Each part and whether it can go on. */
    public Map<String, Boolean> parts() {
        return parts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, part -> part.getValue().getAsBoolean()));
    }
}
