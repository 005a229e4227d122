package io.slipway.orchestrator.domain.state;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable map that keeps its order and is copied only once: a record that is rebuilt with the same map keeps the
 * map's reference.
 */
public final class Frozen {

    private static final Class<?> UNMODIFIABLE =
            Collections.unmodifiableMap(Map.of()).getClass();

    private Frozen() {}

    /** {@code map} itself if it was frozen before, else an ordered copy. Null is empty. */
    public static <K, V> Map<K, V> map(@Nullable Map<K, V> map) {
        if (map == null || map.isEmpty()) {
            return Map.of();
        }
        return map.getClass() == UNMODIFIABLE ? map : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** {@code map} frozen without a copy; the caller gives it away. */
    public static <K, V> Map<K, V> given(Map<K, V> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(map);
    }
}
