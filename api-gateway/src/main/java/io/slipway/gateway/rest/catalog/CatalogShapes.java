package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.rest.body.Limits;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class CatalogShapes {

    private CatalogShapes() {}

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
    record CloneEnvironmentRequest(
            @Schema(maxLength = Limits.NAME) String name,
            UUID clusterId,
            io.slipway.gateway.domain.catalog.Environment.Mode mode,

            @Schema(defaultValue = "false", description = "There are no deployment rules: it changes nothing")
            boolean applyDeploymentRule,

            @Schema(description = "The same project if it is left out")
            UUID projectId) {}
}
