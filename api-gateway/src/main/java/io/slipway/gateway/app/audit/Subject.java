package io.slipway.gateway.app.audit;

import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What something was done to, as far as the outcome tells.
 *
 * @param id null if it does not tell
 * @param name null if it does not tell, or has none
 */
public record Subject(@Nullable UUID id, @Nullable String name) {

    /** What names are called: those of variables are keys. */
    private static final Set<String> NAMES = Set.of("name", "key");

    private static final Subject UNKNOWN = new Subject(null, null);

    /** Of a record with an id, or of one that begins with such a record. */
    public static Subject of(@Nullable Object outcome) {
        Subject own = own(outcome);
        if (own.id() != null || outcome == null || !outcome.getClass().isRecord()) {
            return own;
        }
        RecordComponent[] components = outcome.getClass().getRecordComponents();
        return components.length == 0 ? own : own(value(outcome, components[0]));
    }

    private static Subject own(@Nullable Object record) {
        if (record == null || !record.getClass().isRecord()) {
            return UNKNOWN;
        }
        UUID id = null;
        String name = null;
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.getName().equals("id") && component.getType() == UUID.class) {
                id = (UUID) value(record, component);
            } else if (NAMES.contains(component.getName()) && component.getType() == String.class) {
                name = (String) value(record, component);
            }
        }
        return new Subject(id, name);
    }

    private static @Nullable Object value(Object record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException _) {
            return null;
        }
    }
}
