package io.slipway.gateway.rest.deployment;

import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Requests as the interface's description has them; they are read by hand. */
interface ActionShapes {

    @Schema(requiredProperties = "git_commit_id", description = "An empty object counts as no body: as configured")
    record DeployRequest(String gitCommitId) {}

    @Schema(requiredProperties = "image_tag", description = "An empty object counts as no body: as configured")
    record ContainerDeployRequest(String imageTag) {}

    @Schema(description = "The one or the other, as the job's source is; as configured without")
    record JobDeployRequest(
            @Nullable String imageTag, @Nullable String gitCommitId) {}

    record CancelRequest(
            @Schema(defaultValue = "false", description = "Also kills lifecycle jobs that run")
            boolean forceCancel) {}

    @Schema(requiredProperties = "application_id")
    record ApplicationVersion(UUID applicationId, @Nullable String gitCommitId) {}

    @Schema(requiredProperties = "id")
    record ContainerVersion(UUID id, @Nullable String imageTag) {}

    @Schema(requiredProperties = "id")
    record JobVersion(
            UUID id, @Nullable String imageTag, @Nullable String gitCommitId) {}

    record DeployAllRequest(
            List<ApplicationVersion> applications,
            List<ContainerVersion> containers,
            List<JobVersion> jobs,
            List<UUID> databases) {}

    record RebootServicesRequest(List<UUID> applicationIds, List<UUID> containerIds, List<UUID> databaseIds) {}

    record ServiceIdsRequest(
            List<UUID> applicationIds, List<UUID> containerIds, List<UUID> databaseIds, List<UUID> jobIds) {}

    record AutoDeployRequest(
            String imageName, @Schema(maxLength = 128) String tag) {}
}
