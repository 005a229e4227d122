package io.slipway.gateway.rest.deployment;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests as the interface's description has them; they are read by hand. */
interface ActionShapes {

    @Schema(requiredProperties = "git_commit_id", description = "An empty object counts as no body: as configured")
    record DeployRequest(@Schema(maxLength = 200) String gitCommitId) {}

    @Schema(requiredProperties = "image_tag", description = "An empty object counts as no body: as configured")
    record ContainerDeployRequest(@Schema(maxLength = 200) String imageTag) {}

    @Schema(description = "The one or the other, as the job's source is; as configured without")
    record JobDeployRequest(
            @Schema(maxLength = 200) @Nullable String imageTag,
            @Schema(maxLength = 200) @Nullable String gitCommitId) {}

    record CancelRequest(
            @Schema(defaultValue = "false", description = "Also kills lifecycle jobs that run")
            boolean forceCancel) {}

    @Schema(requiredProperties = "application_id")
    record ApplicationVersion(
            UUID applicationId,
            @Schema(maxLength = 200) @Nullable String gitCommitId) {}

    @Schema(requiredProperties = "id")
    record ContainerVersion(
            UUID id, @Schema(maxLength = 200) @Nullable String imageTag) {}

    @Schema(requiredProperties = "id")
    record JobVersion(
            UUID id,
            @Schema(maxLength = 200) @Nullable String imageTag,
            @Schema(maxLength = 200) @Nullable String gitCommitId) {}

    record DeployAllRequest(
            @Schema(maxItems = 1000) List<ApplicationVersion> applications,
            @Schema(maxItems = 1000) List<ContainerVersion> containers,
            @Schema(maxItems = 1000) List<JobVersion> jobs,
            @Schema(maxItems = 1000) List<UUID> databases) {}

    record RebootServicesRequest(
            @Schema(maxItems = 1000) List<UUID> applicationIds,
            @Schema(maxItems = 1000) List<UUID> containerIds,
            @Schema(maxItems = 1000) List<UUID> databaseIds) {}

    record ServiceIdsRequest(
            @Schema(maxItems = 1000) List<UUID> applicationIds,
            @Schema(maxItems = 1000) List<UUID> containerIds,
            @Schema(maxItems = 1000) List<UUID> databaseIds,
            @Schema(maxItems = 1000) List<UUID> jobIds) {}

    record AutoDeployRequest(
            @Schema(maxLength = 255) String imageName,
            @Schema(maxLength = 128) String tag) {}
}
