package io.slipway.gateway.rest.variable;

import io.slipway.gateway.domain.catalog.ParentScope;
import io.slipway.gateway.rest.body.Limits;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What requests look like, for the description of the interface alone: what is read from them, and within which bounds,
 * is up to the readers, which name everything that is wrong at once.
 */
final class VariableShapes {

    private VariableShapes() {}

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
}
