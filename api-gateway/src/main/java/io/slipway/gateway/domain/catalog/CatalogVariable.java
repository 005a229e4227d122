package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A variable that people made.
 *
 * @param owner what it belongs to
 * @param value for an alias ignored: the target's counts
 * @param targetId what an alias or override points to: another variable, a built-in one or a job's output
 * @param interpolationInFile whether <code>{{NAME}}</code> is replaced in a file's content
 */
public record CatalogVariable(
        UUID id,
        Owner owner,
        String key,
        VariableType type,
        Value value,
        @Nullable String mountPath,
        @Nullable UUID targetId,
        @Nullable String description,
        boolean interpolationInFile,
        Instant createdAt,
        Instant updatedAt) {

    /** The same variable with another key. */
    public CatalogVariable named(String otherKey, Instant at) {
        return new CatalogVariable(
                id, owner, otherKey, type, value, mountPath, targetId, description, interpolationInFile, createdAt, at);
    }

    /** What a variable belongs to, from the widest to the narrowest. */
    public sealed interface Owner {

        /** The project's, environment's or service's id. */
        UUID id();

        /** A project: all of its environments see the variable. */
        record OfProject(UUID id) implements Owner {}

        /** An environment: all of its services see the variable. */
        record OfEnvironment(UUID id) implements Owner {}

        /** A service, which alone sees the variable. */
        record OfService(UUID id, UUID environmentId) implements Owner {}

        /** 0 for a project, 1 for an environment, 2 for a service: a bigger rank wins over a smaller one. */
        default int rank() {
            return switch (this) {
                case OfProject _ -> 0;
                case OfEnvironment _ -> 1;
                case OfService _ -> 2;
            };
        }
    }
}
