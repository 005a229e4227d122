package io.slipway.gateway.rest.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Application}; it writes {@code maximun_gpu} like that. */
record ApplicationBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ReferenceBody environment,
        String name,
        @Nullable String description,
        GitBody gitRepository,
        ApplicationRequest.BuildMode buildMode,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String dockerfilePath,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String dockerTargetBuildStage,
        int cpu,
        int memory,
        int gpu,
        @Nullable Integer ephemeralStorageInGib,
        @Nullable String cpuArchitecture,
        int maximumCpu,
        int maximumMemory,
        @JsonProperty("maximun_gpu") int maximumGpu,
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

    static ApplicationBody of(Service service, ApplicationConfig config, Cluster cluster) {
        return new ApplicationBody(
                service.id(),
                service.createdAt(),
                service.updatedAt(),
                new ReferenceBody(service.environmentId()),
                service.name(),
                service.description(),
                GitBody.of(config.source()),
                ApplicationRequest.BuildMode.DOCKER,
                config.source().dockerfilePath(),
                config.source().targetStage(),
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
