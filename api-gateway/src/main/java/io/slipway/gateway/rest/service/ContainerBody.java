package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ReferenceBody;
import io.slipway.gateway.rest.registry.RegistryBody;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code ContainerResponse}. */
record ContainerBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ReferenceBody environment,
        String name,
        @Nullable String description,
        String imageName,
        String tag,
        UUID registryId,
        RegistryBody.Details registry,
        int cpu,
        int memory,
        int gpu,
        @Nullable Integer ephemeralStorageInGib,
        @Nullable String cpuArchitecture,
        int maximumCpu,
        int maximumMemory,
        int maximumGpu,
        int minRunningInstances,
        int maxRunningInstances,
        HealthcheckBody healthchecks,
        boolean autoPreview,
        boolean autoDeploy,
        List<PortBody> ports,
        List<StorageBody> storage,
        List<String> arguments,
        @Nullable String entrypoint,
        List<Object> annotationsGroups,
        List<Object> labelsGroups,
        String iconUri,
        ServiceType serviceType)
        implements ServiceBody {

    static ContainerBody of(Services.Described described, ContainerConfig config, Cluster cluster) {
        Service service = described.service();
        ImageBody image = ImageBody.of(config.image(), described.registry());
        return new ContainerBody(
                service.id(),
                service.createdAt(),
                service.updatedAt(),
                new ReferenceBody(service.environmentId()),
                service.name(),
                service.description(),
                image.imageName(),
                image.tag(),
                image.registryId(),
                image.registry(),
                config.compute().cpuMillis(),
                config.compute().memoryMib(),
                config.compute().gpu(),
                config.compute().ephemeralStorageGib(),
                config.compute().cpuArchitecture(),
                cluster.maximumCpu(),
                cluster.maximumMemory(),
                0,
                config.web().minInstances(),
                config.web().maxInstances(),
                HealthcheckBody.of(config.web().healthchecks()),
                config.web().autoPreview(),
                config.web().autoDeploy(),
                config.web().ports().stream().map(PortBody::of).toList(),
                config.web().storage().stream().map(StorageBody::of).toList(),
                config.web().command().arguments(),
                config.web().command().entrypoint(),
                List.of(),
                List.of(),
                service.iconUri(),
                service.type());
    }
}
