package io.slipway.events.spec;

import io.slipway.events.Copies;
import org.jspecify.annotations.Nullable;

/**
 * One variable of the environment's configuration.
 *
 * @param serviceId the service that it belongs to; null for project and environment scope. A {@code BUILT_IN} variable
 *     with a service id is seen by that service alone, without one by all
 * @param value for an alias ignored: the target's value counts
 * @param mountPath for {@code FILE} (and overrides or aliases of one): absolute path of the file in the container
 * @param targetId for {@code ALIAS} and {@code OVERRIDE}: the id of the variable that it points to, which may be the
 *     output variable of a job
 */
public record Variable(
        String id,
        String key,
        VariableScope scope,
        VariableType type,
        @Nullable String serviceId,
        Value value,
        @Nullable String mountPath,
        @Nullable String targetId) {

    public Variable {
        Copies.required(id, "id");
        Copies.required(key, "key");
        Copies.required(scope, "scope");
        type = type == null ? VariableType.VALUE : type;
        value = value == null ? Value.plain("") : value;
    }
}
