package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A variable as people see it, whether it is stored or derived.
 *
 * @param owner what it belongs to; for a built-in one null
 * @param value what may be shown of it: null for secrets; for an alias the key of its target
 * @param secret whether its value must not be shown; for an alias what its target is
 * @param target what an alias or override points to
 * @param service the service that it belongs to or tells of
 */
public record VariableView(
        UUID id,
        String key,
        VariableType type,
        @Nullable Owner owner,
        @Nullable String value,
        boolean secret,
        @Nullable String mountPath,
        @Nullable Target target,
        @Nullable Service service,
        @Nullable String description,
        boolean interpolationInFile,
        Instant createdAt,
        Instant updatedAt) {

    /** Whether the platform made it: nobody can change or delete it. */
    public boolean builtIn() {
        return owner == null || type == VariableType.BUILT_IN;
    }

    /** What may be shown of {@code value}. */
    static @Nullable String shown(Value value, boolean secret) {
        return secret || value.secret() ? null : value.text();
    }

    /**
     * What an alias or override points to.
     *
     * @param type the variable's own type
     * @param owner null for a built-in one
     * @param service the service that it belongs to
     */
    public record Target(
            UUID id,
            String key,
            @Nullable String value,
            @Nullable String mountPath,
            VariableType type,
            @Nullable Owner owner,
            @Nullable Service service) {}
}
