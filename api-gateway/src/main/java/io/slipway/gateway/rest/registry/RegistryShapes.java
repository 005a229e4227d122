package io.slipway.gateway.rest.registry;

import io.slipway.gateway.domain.catalog.Registry;
import io.slipway.gateway.rest.body.Limits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class RegistryShapes {

    private RegistryShapes() {}

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
}
