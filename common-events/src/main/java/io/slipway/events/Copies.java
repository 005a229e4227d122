package io.slipway.events;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Defensive copies for compact constructors; a member that is absent in JSON arrives as null and becomes empty. */
public final class Copies {

    private Copies() {}

    /** An unmodifiable copy of {@code list}, empty if it is null. */
    public static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** An unmodifiable copy of {@code map} that keeps its order, empty if it is null. */
    public static <K, V> Map<K, V> map(@Nullable Map<K, V> map) {
        return map == null || map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** {@code text} itself if it has at least one character that is not blank. */
    public static String required(@Nullable String text, String member) {
        if (text == null || text.isBlank()) {
            throw new IllegalArgumentException("'" + member + "' is missing or blank");
        }
        return text;
    }

    /** {@code value} itself if it is not null. */
    public static <T> T required(@Nullable T value, String member) {
        if (value == null) {
            throw new IllegalArgumentException("'" + member + "' is missing");
        }
        return value;
    }
}
