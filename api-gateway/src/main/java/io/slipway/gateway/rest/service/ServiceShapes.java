package io.slipway.gateway.rest.service;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.rest.body.Limits;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class ServiceShapes {

    private ServiceShapes() {}

    record CheckTcp(
            @Schema(minimum = "1", maximum = "65535") int port,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String host) {}

    record CheckHttp(
            @Schema(minimum = "1", maximum = "65535") int port,

            @Schema(defaultValue = "/", maxLength = Limits.URL)
            String path,

            @Schema(
                    defaultValue = "HTTP",
                    enumeration = {"HTTP", "HTTPS"})
            String scheme) {}

    record CheckExec(
            @Schema(minItems = 1, maxItems = Limits.ARGUMENTS)
            List<@Size(max = Limits.COMMAND) String> command) {}

    record CheckGrpc(
            @Schema(minimum = "1", maximum = "65535") int port,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String service) {}

    @Schema(description = "Exactly one of them")
    record ProbeTypeRequest(CheckTcp tcp, CheckHttp http, CheckExec exec, CheckGrpc grpc) {}

    @Schema(requiredProperties = "type")
    record ProbeRequest(
            ProbeTypeRequest type,

            @Schema(defaultValue = "30", minimum = "0", maximum = "86400")
            int initialDelaySeconds,

            @Schema(defaultValue = "10", minimum = "1", maximum = "86400")
            int periodSeconds,

            @Schema(defaultValue = "5", minimum = "1", maximum = "86400")
            int timeoutSeconds,

            @Schema(defaultValue = "1", minimum = "1", maximum = "100")
            int successThreshold,

            @Schema(defaultValue = "9", minimum = "1", maximum = "100")
            int failureThreshold) {}

    @Schema(description = "An empty object means no probes")
    record HealthcheckRequest(ProbeRequest readinessProbe, ProbeRequest livenessProbe) {}

    @Schema(requiredProperties = {"internal_port", "publicly_accessible"})
    record PortRequest(
            @Schema(description = "Of the port to change; without it the port is new")
            UUID id,

            @Schema(maxLength = Limits.SHORT_TEXT) String name,
            @Schema(minimum = "1", maximum = "65535") int internalPort,
            @Schema(minimum = "1", maximum = "65535") Integer externalPort,
            boolean publiclyAccessible,
            boolean isDefault,
            @Schema(defaultValue = "HTTP") PortBody.Protocol protocol,
            @Schema(maxLength = Limits.URL) String publicPath,
            @Schema(maxLength = Limits.URL) String publicPathRewrite) {}

    @Schema(requiredProperties = {"type", "size", "mount_point"})
    record StorageRequest(
            @Schema(description = "Of the volume to change; without it the volume is new")
            UUID id,

            StorageBody.Type type,

            @Schema(minimum = "1", description = "GiB", maximum = "65536")
            int size,

            @Schema(maxLength = Limits.PATH) String mountPoint) {}

    @Schema(requiredProperties = {"url", "provider"})
    record GitRepositoryRequest(
            @Schema(maxLength = Limits.URL) String url,
            @Schema(maxLength = Limits.SHORT_TEXT) String branch,

            @Schema(defaultValue = "/", maxLength = Limits.PATH)
            String rootPath,

            UUID gitTokenId,
            Provider provider) {}

    @Schema(requiredProperties = {"name", "git_repository", "healthchecks"})
    record ApplicationRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description,

            GitRepositoryRequest gitRepository,
            io.slipway.gateway.rest.service.ApplicationRequest.BuildMode buildMode,
            @Schema(maxLength = Limits.PATH) @Nullable String dockerfilePath,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String dockerTargetBuildStage,

            @Schema(defaultValue = "500", description = "Millicores", minimum = "10")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB", minimum = "8")
            int memory,

            @Schema(defaultValue = "0", minimum = "0", maximum = "64")
            int gpu,

            @Schema(minimum = "0", maximum = "65536") @Nullable
            Integer ephemeralStorageInGib,

            ServiceFields.@Nullable Architecture cpuArchitecture,

            @Schema(defaultValue = "1", minimum = "0", maximum = "1000")
            int minRunningInstances,

            @Schema(defaultValue = "1", minimum = "-1", maximum = "1000")
            int maxRunningInstances,

            HealthcheckRequest healthchecks,
            @Schema(maxItems = Limits.PORTS) List<PortRequest> ports,
            @Schema(maxItems = Limits.VOLUMES) List<StorageRequest> storage,
            @Schema(maxItems = Limits.ARGUMENTS) List<@Size(max = Limits.COMMAND) String> arguments,
            @Schema(maxLength = Limits.COMMAND) String entrypoint,
            @Schema(defaultValue = "true") boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    @Schema(requiredProperties = "healthchecks")
    record ApplicationEditRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description,

            GitRepositoryRequest gitRepository,
            io.slipway.gateway.rest.service.ApplicationRequest.BuildMode buildMode,
            @Schema(maxLength = Limits.PATH) @Nullable String dockerfilePath,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String dockerTargetBuildStage,

            @Schema(description = "Millicores", minimum = "10")
            int cpu,

            @Schema(description = "MiB", minimum = "8") int memory,

            @Schema(defaultValue = "0", minimum = "0", maximum = "64")
            int gpu,

            @Schema(minimum = "0", maximum = "65536") @Nullable
            Integer ephemeralStorageInGib,

            ServiceFields.@Nullable Architecture cpuArchitecture,
            @Schema(minimum = "0", maximum = "1000") int minRunningInstances,
            @Schema(minimum = "-1", maximum = "1000") int maxRunningInstances,
            HealthcheckRequest healthchecks,
            @Schema(maxItems = Limits.PORTS) List<PortRequest> ports,
            @Schema(maxItems = Limits.VOLUMES) List<StorageRequest> storage,
            @Schema(maxItems = Limits.ARGUMENTS) List<@Size(max = Limits.COMMAND) String> arguments,
            @Schema(maxLength = Limits.COMMAND) String entrypoint,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    @Schema(requiredProperties = {"name", "registry_id", "image_name", "tag", "healthchecks"})
    record ContainerRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,
            UUID registryId,
            @Schema(maxLength = Limits.SHORT_TEXT) String imageName,
            @Schema(maxLength = 128) String tag,

            @Schema(defaultValue = "500", description = "Millicores", minimum = "10")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB", minimum = "8")
            int memory,

            @Schema(defaultValue = "0", minimum = "0", maximum = "64")
            int gpu,

            @Schema(minimum = "0", maximum = "65536") @Nullable
            Integer ephemeralStorageInGib,

            ServiceFields.@Nullable Architecture cpuArchitecture,

            @Schema(defaultValue = "1", minimum = "0", maximum = "1000")
            int minRunningInstances,

            @Schema(defaultValue = "1", minimum = "-1", maximum = "1000")
            int maxRunningInstances,

            HealthcheckRequest healthchecks,
            @Schema(maxItems = Limits.PORTS) List<PortRequest> ports,
            @Schema(maxItems = Limits.VOLUMES) List<StorageRequest> storage,
            @Schema(maxItems = Limits.ARGUMENTS) List<@Size(max = Limits.COMMAND) String> arguments,
            @Schema(maxLength = Limits.COMMAND) String entrypoint,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    record JobImageRequest(
            @Schema(maxLength = Limits.SHORT_TEXT) String imageName,
            @Schema(maxLength = 128) String tag,
            UUID registryId) {}

    record JobDockerRequest(
            GitRepositoryRequest gitRepository,
            @Schema(maxLength = Limits.PATH) @Nullable String dockerfilePath,
            @Schema(maxLength = Limits.DOCKERFILE) @Nullable String dockerfileRaw,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String dockerTargetBuildStage) {}

    @Schema(description = "Exactly one of them")
    record JobSourceRequest(
            @Nullable JobImageRequest image, @Nullable JobDockerRequest docker) {}

    record JobCommandRequest(
            @Schema(maxItems = Limits.ARGUMENTS) List<@Size(max = Limits.COMMAND) String> arguments,
            @Schema(maxLength = Limits.COMMAND) String entrypoint) {}

    @Schema(requiredProperties = "scheduled_at")
    record JobCronRequest(
            @Schema(maxItems = Limits.ARGUMENTS) List<@Size(max = Limits.COMMAND) String> arguments,
            @Schema(maxLength = Limits.COMMAND) String entrypoint,

            @Schema(defaultValue = "Etc/UTC", maxLength = Limits.SHORT_TEXT)
            String timezone,

            @Schema(description = "Five fields", maxLength = Limits.SHORT_TEXT)
            String scheduledAt) {}

    @Schema(description = "Either cronjob, or at least one of on_start, on_stop and on_delete")
    record JobScheduleRequest(
            JobCommandRequest onStart,
            JobCommandRequest onStop,
            JobCommandRequest onDelete,
            JobCronRequest cronjob,
            JobRequest.LifecycleType lifecycleType) {}

    @Schema(requiredProperties = {"name", "source", "schedule", "healthchecks"})
    record JobCreateRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,
            JobSourceRequest source,
            JobScheduleRequest schedule,

            @Schema(defaultValue = "500", description = "Millicores", minimum = "10")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB", minimum = "8")
            int memory,

            @Schema(defaultValue = "0", minimum = "0", maximum = "64")
            int gpu,

            @Schema(minimum = "0", maximum = "65536") @Nullable
            Integer ephemeralStorageInGib,

            ServiceFields.@Nullable Architecture cpuArchitecture,

            @Schema(defaultValue = "0", minimum = "0", maximum = "100")
            int maxNbRestart,

            @Schema(defaultValue = "0", minimum = "0", description = "0 = no limit", maximum = "604800")
            int maxDurationSeconds,

            @Schema(minimum = "1", maximum = "65535") @Nullable
            Integer port,

            HealthcheckRequest healthchecks,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    @Schema(requiredProperties = {"name", "type", "version", "mode"})
    record DatabaseCreateRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,
            Engine type,
            @Schema(maxLength = 64) String version,
            DatabaseRequest.Mode mode,
            @Schema(defaultValue = "PRIVATE") DatabaseRequest.Accessibility accessibility,

            @Schema(defaultValue = "250", description = "Millicores", minimum = "10")
            int cpu,

            @Schema(description = "MiB", minimum = "8") int memory,

            @Schema(defaultValue = "10", description = "GiB", minimum = "1", maximum = "65536")
            int storage,

            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    record DatabaseEditRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,
            @Schema(maxLength = 64) String version,
            DatabaseRequest.Accessibility accessibility,
            @Schema(minimum = "10") int cpu,
            @Schema(minimum = "8") int memory,
            @Schema(minimum = "1", maximum = "65536") int storage,
            @Schema(format = "uri", maxLength = Limits.URL) String iconUri) {}

    @Schema(requiredProperties = {"name", "environment_id"})
    record CloneServiceRequest(
            @Schema(maxLength = Limits.NAME) String name, UUID environmentId) {}

    @Schema(requiredProperties = {"mode", "type", "value"})
    record DeploymentRestrictionRequest(
            io.slipway.gateway.domain.catalog.DeploymentRestriction.Mode mode,
            io.slipway.gateway.domain.catalog.DeploymentRestriction.Type type,

            @Schema(
                    description = "Beginning of a path in the repository, without a leading slash",
                    maxLength = Limits.PATH)
            String value) {}
}
