package io.slipway.events.work;

import io.slipway.events.Copies;
import io.slipway.events.spec.Value;
import org.jspecify.annotations.Nullable;

/**
 * A variable as a container gets it, after scopes, aliases and overrides, before interpolation and decryption.
 *
 * @param mountPath if not null, the value becomes a file at this absolute path and the variable's value is the path
 */
public record ResolvedVariable(
        String key, Value value, @Nullable String mountPath) {

    public ResolvedVariable {
        Copies.required(key, "key");
        Copies.required(value, "value");
    }
}
