package io.slipway.orchestrator.domain;

import io.slipway.orchestrator.domain.state.Frozen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A map under change: copied at the first change, and the very same map if there was none. */
final class Edit<K, V> {

    private Map<K, V> frozen;
    private @Nullable LinkedHashMap<K, V> copy;

    Edit(Map<K, V> frozen) {
        this.frozen = frozen;
    }

    @Nullable
    V get(K key) {
        return view().get(key);
    }

    Map<K, V> view() {
        return copy == null ? frozen : copy;
    }

    void put(K key, V value) {
        writable().put(key, value);
    }

    void retainKeys(Predicate<K> keep) {
        if (!view().keySet().stream().allMatch(keep)) {
            writable().keySet().removeIf(keep.negate());
        }
    }

    void clear() {
        frozen = Map.of();
        copy = null;
    }

    /** The map as it is now, never to change again. */
    Map<K, V> freeze() {
        if (copy != null) {
            frozen = Frozen.given(copy);
            copy = null;
        }
        return frozen;
    }

    private Map<K, V> writable() {
        if (copy == null) {
            copy = new LinkedHashMap<>(frozen);
        }
        return copy;
    }
}
