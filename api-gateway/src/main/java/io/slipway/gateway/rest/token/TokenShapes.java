package io.slipway.gateway.rest.token;

import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.rest.body.Limits;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class TokenShapes {

    private TokenShapes() {}

    @Schema(requiredProperties = "name")
    record ApiTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,
            @Schema(maxLength = Limits.DESCRIPTION) String description,

            @Schema(description = "One of those that availableRole lists; a role by its name does as well")
            UUID roleId,

            @Schema(defaultValue = "ADMIN") io.slipway.gateway.domain.token.Role role,

            @Schema(description = "Never if it is left out") java.time.@Nullable Instant expiresAt) {}

    @Schema(requiredProperties = {"name", "type", "token"})
    record GitTokenRequest(
            @Schema(maxLength = Limits.NAME) String name,

            @Schema(maxLength = Limits.DESCRIPTION) @Nullable
            String description,

            Provider type,
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
