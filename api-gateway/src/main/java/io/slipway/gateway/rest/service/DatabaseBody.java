package io.slipway.gateway.rest.service;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Database}; {@code host} is its name inside the environment. */
record DatabaseBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ReferenceBody environment,
        String name,
        @Nullable String description,
        Engine type,
        String version,
        DatabaseRequest.Mode mode,
        DatabaseRequest.Accessibility accessibility,
        int cpu,
        int memory,
        int storage,
        int maximumCpu,
        int maximumMemory,
        String host,
        int port,
        boolean diskEncrypted,
        List<Object> annotationsGroups,
        List<Object> labelsGroups,
        String iconUri,
        ServiceType serviceType)
        implements ServiceBody {

    static DatabaseBody of(Service service, DatabaseConfig config, Cluster cluster) {
        return new DatabaseBody(
                service.id(),
                service.createdAt(),
                service.updatedAt(),
                new ReferenceBody(service.environmentId()),
                service.name(),
                service.description(),
                config.engine(),
                config.version(),
                DatabaseRequest.Mode.CONTAINER,
                config.publiclyAccessible()
                        ? DatabaseRequest.Accessibility.PUBLIC
                        : DatabaseRequest.Accessibility.PRIVATE,
                config.cpuMillis(),
                config.memoryMib(),
                config.storageGib(),
                cluster.maximumCpu(),
                cluster.maximumMemory(),
                VariableNames.databaseHostname(service.id().toString(), config.engine()),
                config.engine().port(),
                false,
                List.of(),
                List.of(),
                service.iconUri(),
                service.type());
    }
}
