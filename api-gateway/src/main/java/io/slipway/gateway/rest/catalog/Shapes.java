package io.slipway.gateway.rest.catalog;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.Registry;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class Shapes {

    private Shapes() {}

    @Schema(requiredProperties = "name")
    record ProjectRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description) {}

    @Schema(requiredProperties = "name")
    record CreateEnvironmentRequest(
            @Schema(maxLength = Limits.NAME) String name, UUID cluster, RequestMode mode) {}

    record EnvironmentEditRequest(
            @Schema(maxLength = Limits.NAME) String name, RequestMode mode) {}

    @Schema(requiredProperties = "name")
    record DeploymentStageRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description) {}

    record AttachRequest(@Schema(defaultValue = "false") boolean isSkipped) {}

    @Schema(requiredProperties = "name")
    record ApiTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,

            @Schema(description = "One of those that availableRole lists; a role by its name does as well")
            UUID roleId,

            @Schema(defaultValue = "ADMIN") io.slipway.gateway.domain.token.Role role,

            @Schema(description = "Never if it is left out") java.time.@Nullable Instant expiresAt) {}

    @Schema(description = "username and password, or what the kind of registry has instead")
    record RegistryConfigRequest(
            @Schema(maxLength = Limits.URL) String username,
            @Schema(maxLength = Limits.COMMAND) String password,
            @Schema(maxLength = Limits.URL) String region,
            @Schema(maxLength = Limits.URL) String accessKeyId,
            @Schema(maxLength = Limits.COMMAND) String secretAccessKey,
            @Schema(maxLength = Limits.URL) String scalewayAccessKey,
            @Schema(maxLength = Limits.COMMAND) String scalewaySecretKey,
            @Schema(maxLength = Limits.URL) String scalewayProjectId,
            @Schema(maxLength = Limits.URL) String projectId,
            @Schema(maxLength = Limits.COMMAND) String jsonCredentials,
            @Schema(maxLength = Limits.URL) String serviceAccountEmail,
            @Schema(maxLength = Limits.URL) String roleArn,
            @Schema(maxLength = Limits.URL) String azureTenantId,
            @Schema(maxLength = Limits.URL) String azureSubscriptionId) {}

    @Schema(requiredProperties = {"name", "kind", "config"})
    record ContainerRegistryRequest(
            @Schema(maxLength = Limits.NAME) String name,
            Registry.Kind kind,
            @Schema(maxLength = Limits.DESCRIPTION) String description,
            @Schema(format = "uri", maxLength = Limits.URL) String url,

            RegistryConfigRequest config) {}

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
            GitBody.Provider provider) {}

    @Schema(requiredProperties = {"name", "git_repository", "healthchecks"})
    record ApplicationRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description,

            GitRepositoryRequest gitRepository,
            io.slipway.gateway.rest.catalog.ApplicationRequest.BuildMode buildMode,
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
            io.slipway.gateway.rest.catalog.ApplicationRequest.BuildMode buildMode,
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

    @Schema(requiredProperties = {"key", "value", "is_secret", "variable_scope", "variable_parent_id"})
    record VariableRequest(
            @Schema(maxLength = Limits.SHORT_TEXT) String key,
            @Schema(maxLength = Limits.FILE) String value,

            @Schema(description = "Makes it a file", maxLength = Limits.PATH) @Nullable
            String mountPath,

            boolean isSecret,
            ParentScope variableScope,
            UUID variableParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = "key")
    record ScopedVariableRequest(
            @Schema(maxLength = Limits.SHORT_TEXT) String key,
            @Schema(maxLength = Limits.FILE) String value,

            @Schema(description = "Makes it a file", maxLength = Limits.PATH) @Nullable
            String mountPath,

            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = {"vars", "overwrite"})
    record VariableImportRequest(
            boolean overwrite, @Schema(maxItems = 1000) List<ImportedVariable> vars) {}

    @Schema(requiredProperties = {"name", "value", "scope", "is_secret"})
    record ImportedVariable(
            @Schema(maxLength = Limits.SHORT_TEXT) String name,
            @Schema(maxLength = Limits.VALUE) String value,
            ParentScope scope,
            boolean isSecret) {}

    @Schema(requiredProperties = {"key", "alias_scope", "alias_parent_id"})
    record VariableAliasRequest(
            @Schema(maxLength = Limits.SHORT_TEXT) String key,
            ParentScope aliasScope,
            UUID aliasParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = {"value", "override_scope", "override_parent_id"})
    record VariableOverrideRequest(
            @Schema(maxLength = Limits.FILE) String value,
            ParentScope overrideScope,
            UUID overrideParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = "key")
    record VariableEditRequest(
            @Schema(maxLength = Limits.SHORT_TEXT) String key,
            @Schema(maxLength = Limits.FILE) @Nullable String value,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = {"name", "environment_id"})
    record CloneServiceRequest(
            @Schema(maxLength = Limits.NAME) String name, UUID environmentId) {}

    @Schema(requiredProperties = "name")
    record CloneEnvironmentRequest(
            @Schema(maxLength = Limits.NAME) String name,
            UUID clusterId,
            io.slipway.gateway.domain.catalog.Environment.Mode mode,

            @Schema(defaultValue = "false", description = "There are no deployment rules: it changes nothing")
            boolean applyDeploymentRule,

            @Schema(description = "The same project if it is left out")
            UUID projectId) {}

    @Schema(requiredProperties = {"mode", "type", "value"})
    record DeploymentRestrictionRequest(
            io.slipway.gateway.domain.catalog.DeploymentRestriction.Mode mode,
            io.slipway.gateway.domain.catalog.DeploymentRestriction.Type type,

            @Schema(
                    description = "Beginning of a path in the repository, without a leading slash",
                    maxLength = Limits.PATH)
            String value) {}

    @Schema(requiredProperties = {"name", "type", "token"})
    record GitTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description,

            GitBody.Provider type,
            @Schema(maxLength = Limits.COMMAND) String token,

            @Schema(description = "Of Bitbucket", maxLength = Limits.SHORT_TEXT) @Nullable
            String workspace,

            @Schema(
                    maxLength = Limits.SHORT_TEXT,
                    description = "Of a server of your own; without it the provider's public service is meant")
            @Nullable
            String gitApiUrl,

            java.time.@Nullable Instant expiredAt) {}
}
