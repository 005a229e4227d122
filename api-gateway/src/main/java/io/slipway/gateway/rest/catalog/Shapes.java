package io.slipway.gateway.rest.catalog;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.domain.catalog.Registry;
import java.util.List;
import java.util.Map;
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
    record ProjectRequest(@Schema(maxLength = Limits.NAME) String name, String description) {}

    @Schema(requiredProperties = "name")
    record CreateEnvironmentRequest(
            @Schema(maxLength = Limits.NAME) String name, UUID cluster, RequestMode mode) {}

    record EnvironmentEditRequest(
            @Schema(maxLength = Limits.NAME) String name, RequestMode mode) {}

    @Schema(requiredProperties = "name")
    record DeploymentStageRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Nullable String description) {}

    record AttachRequest(@Schema(defaultValue = "false") boolean isSkipped) {}

    @Schema(requiredProperties = "name")
    record ApiTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,
            String description,

            @Schema(description = "One of those that availableRole lists; a role by its name does as well")
            UUID roleId,

            @Schema(defaultValue = "ADMIN") io.slipway.gateway.domain.token.Role role,

            @Schema(description = "Never if it is left out") java.time.@Nullable Instant expiresAt) {}

    @Schema(requiredProperties = {"name", "kind", "config"})
    record ContainerRegistryRequest(
            @Schema(maxLength = Limits.NAME) String name,
            Registry.Kind kind,
            String description,
            @Schema(format = "uri") String url,

            @Schema(description = "username and password, or what the kind of registry has instead")
            Map<String, String> config) {}

    record CheckTcp(
            @Schema(minimum = "1", maximum = "65535") int port,
            @Nullable String host) {}

    record CheckHttp(
            @Schema(minimum = "1", maximum = "65535") int port,
            @Schema(defaultValue = "/") String path,
            @Schema(defaultValue = "HTTP") String scheme) {}

    record CheckExec(@Schema(minItems = 1) List<String> command) {}

    record CheckGrpc(
            @Schema(minimum = "1", maximum = "65535") int port,
            @Nullable String service) {}

    @Schema(description = "Exactly one of them")
    record ProbeTypeRequest(CheckTcp tcp, CheckHttp http, CheckExec exec, CheckGrpc grpc) {}

    @Schema(requiredProperties = "type")
    record ProbeRequest(
            ProbeTypeRequest type,
            @Schema(defaultValue = "30") int initialDelaySeconds,
            @Schema(defaultValue = "10", minimum = "1") int periodSeconds,
            @Schema(defaultValue = "5", minimum = "1") int timeoutSeconds,
            @Schema(defaultValue = "1", minimum = "1") int successThreshold,
            @Schema(defaultValue = "9", minimum = "1") int failureThreshold) {}

    @Schema(description = "An empty object means no probes")
    record HealthcheckRequest(ProbeRequest readinessProbe, ProbeRequest livenessProbe) {}

    @Schema(requiredProperties = {"internal_port", "publicly_accessible"})
    record PortRequest(
            @Schema(description = "Of the port to change; without it the port is new")
            UUID id,

            String name,
            @Schema(minimum = "1", maximum = "65535") int internalPort,
            @Schema(minimum = "1", maximum = "65535") Integer externalPort,
            boolean publiclyAccessible,
            boolean isDefault,
            @Schema(defaultValue = "HTTP") PortBody.Protocol protocol,
            String publicPath,
            String publicPathRewrite) {}

    @Schema(requiredProperties = {"type", "size", "mount_point"})
    record StorageRequest(
            @Schema(description = "Of the volume to change; without it the volume is new")
            UUID id,

            StorageBody.Type type,
            @Schema(minimum = "1", description = "GiB") int size,
            String mountPoint) {}

    @Schema(requiredProperties = {"url", "provider"})
    record GitRepositoryRequest(
            String url,
            String branch,
            @Schema(defaultValue = "/") String rootPath,
            UUID gitTokenId,
            GitBody.Provider provider) {}

    @Schema(requiredProperties = {"name", "git_repository", "healthchecks"})
    record ApplicationRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Nullable String description,
            GitRepositoryRequest gitRepository,
            io.slipway.gateway.rest.catalog.ApplicationRequest.BuildMode buildMode,
            @Nullable String dockerfilePath,
            @Nullable String dockerTargetBuildStage,

            @Schema(defaultValue = "500", description = "Millicores")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB")
            int memory,

            @Schema(defaultValue = "1", minimum = "0") int minRunningInstances,
            @Schema(defaultValue = "1", minimum = "-1") int maxRunningInstances,
            HealthcheckRequest healthchecks,
            List<PortRequest> ports,
            List<StorageRequest> storage,
            List<String> arguments,
            String entrypoint,
            @Schema(defaultValue = "true") boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri") String iconUri) {}

    @Schema(requiredProperties = "healthchecks")
    record ApplicationEditRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Nullable String description,
            GitRepositoryRequest gitRepository,
            io.slipway.gateway.rest.catalog.ApplicationRequest.BuildMode buildMode,
            @Nullable String dockerfilePath,
            @Nullable String dockerTargetBuildStage,

            @Schema(description = "Millicores") int cpu,

            @Schema(description = "MiB") int memory,

            @Schema(minimum = "0") int minRunningInstances,
            @Schema(minimum = "-1") int maxRunningInstances,
            HealthcheckRequest healthchecks,
            List<PortRequest> ports,
            List<StorageRequest> storage,
            List<String> arguments,
            String entrypoint,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri") String iconUri) {}

    @Schema(requiredProperties = {"name", "registry_id", "image_name", "tag", "healthchecks"})
    record ContainerRequest(
            @Schema(maxLength = Limits.NAME) String name,
            String description,
            UUID registryId,
            String imageName,
            @Schema(maxLength = 128) String tag,

            @Schema(defaultValue = "500", description = "Millicores")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB")
            int memory,

            @Schema(defaultValue = "1", minimum = "0") int minRunningInstances,
            @Schema(defaultValue = "1", minimum = "-1") int maxRunningInstances,
            HealthcheckRequest healthchecks,
            List<PortRequest> ports,
            List<StorageRequest> storage,
            List<String> arguments,
            String entrypoint,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri") String iconUri) {}

    record JobImageRequest(String imageName, String tag, UUID registryId) {}

    record JobDockerRequest(
            GitRepositoryRequest gitRepository,
            @Nullable String dockerfilePath,
            @Nullable String dockerfileRaw,
            @Nullable String dockerTargetBuildStage) {}

    @Schema(description = "Exactly one of them")
    record JobSourceRequest(
            @Nullable JobImageRequest image, @Nullable JobDockerRequest docker) {}

    record JobCommandRequest(List<String> arguments, String entrypoint) {}

    @Schema(requiredProperties = "scheduled_at")
    record JobCronRequest(
            List<String> arguments,
            String entrypoint,
            @Schema(defaultValue = "Etc/UTC") String timezone,
            @Schema(description = "Five fields") String scheduledAt) {}

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
            String description,
            JobSourceRequest source,
            JobScheduleRequest schedule,

            @Schema(defaultValue = "500", description = "Millicores")
            int cpu,

            @Schema(defaultValue = "512", description = "MiB")
            int memory,

            @Schema(defaultValue = "0", minimum = "0") int maxNbRestart,

            @Schema(defaultValue = "0", minimum = "0", description = "0 = no limit")
            int maxDurationSeconds,

            @Nullable Integer port,
            HealthcheckRequest healthchecks,
            boolean autoPreview,
            @Nullable Boolean autoDeploy,
            @Schema(format = "uri") String iconUri) {}

    @Schema(requiredProperties = {"name", "type", "version", "mode"})
    record DatabaseCreateRequest(
            @Schema(maxLength = Limits.NAME) String name,
            String description,
            Engine type,
            String version,
            DatabaseRequest.Mode mode,
            @Schema(defaultValue = "PRIVATE") DatabaseRequest.Accessibility accessibility,

            @Schema(defaultValue = "250", description = "Millicores")
            int cpu,

            @Schema(description = "MiB") int memory,

            @Schema(defaultValue = "10", description = "GiB")
            int storage,

            @Schema(format = "uri") String iconUri) {}

    record DatabaseEditRequest(
            @Schema(maxLength = Limits.NAME) String name,
            String description,
            String version,
            DatabaseRequest.Accessibility accessibility,
            int cpu,
            int memory,
            int storage,
            @Schema(format = "uri") String iconUri) {}

    @Schema(requiredProperties = {"key", "value", "is_secret", "variable_scope", "variable_parent_id"})
    record VariableRequest(
            String key,
            String value,

            @Schema(description = "Makes it a file") @Nullable
            String mountPath,

            boolean isSecret,
            ParentScope variableScope,
            UUID variableParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = "key")
    record ScopedVariableRequest(
            String key,
            String value,

            @Schema(description = "Makes it a file") @Nullable
            String mountPath,

            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description,
            @Nullable Boolean enableInterpolationInFile) {}

    @Schema(requiredProperties = {"vars", "overwrite"})
    record VariableImportRequest(boolean overwrite, List<ImportedVariable> vars) {}

    @Schema(requiredProperties = {"name", "value", "scope", "is_secret"})
    record ImportedVariable(String name, String value, ParentScope scope, boolean isSecret) {}

    @Schema(requiredProperties = {"key", "alias_scope", "alias_parent_id"})
    record VariableAliasRequest(
            String key,
            ParentScope aliasScope,
            UUID aliasParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description) {}

    @Schema(requiredProperties = {"value", "override_scope", "override_parent_id"})
    record VariableOverrideRequest(
            String value,
            ParentScope overrideScope,
            UUID overrideParentId,
            @Schema(maxLength = Limits.SHORT_TEXT) @Nullable String description) {}

    @Schema(requiredProperties = "key")
    record VariableEditRequest(
            String key,
            @Nullable String value,
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

            @Schema(description = "Beginning of a path in the repository, without a leading slash")
            String value) {}

    @Schema(requiredProperties = {"name", "type", "token"})
    record GitTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Nullable String description,
            GitBody.Provider type,
            String token,

            @Schema(description = "Of Bitbucket") @Nullable String workspace,

            java.time.@Nullable Instant expiredAt) {}
}
