package io.slipway.gateway.rest.registry;

import io.slipway.gateway.app.catalog.Registries;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Registry;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code ContainerRegistryResponse}; {@code config} has no secrets. */
public record RegistryBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String name,
        Registry.Kind kind,
        @Nullable String description,
        String url,
        ClusterReference cluster,
        long associatedServicesCount,
        Map<String, String> config) {

    public static RegistryBody of(Registries.Counted counted, Cluster cluster) {
        Registry registry = counted.registry();
        return new RegistryBody(
                registry.id(),
                registry.createdAt(),
                registry.updatedAt(),
                registry.name(),
                registry.kind(),
                registry.description(),
                registry.url(),
                new ClusterReference(cluster.id(), cluster.name()),
                counted.services(),
                registry.settings());
    }

    public record ClusterReference(UUID id, String name) {}

    /** The contract's {@code ContainerRegistryProviderDetailsResponse}. */
    public record Details(UUID id, String name, String url, Registry.Kind kind) {

        public static Details of(Registry registry) {
            return new Details(registry.id(), registry.name(), registry.url(), registry.kind());
        }
    }
}
