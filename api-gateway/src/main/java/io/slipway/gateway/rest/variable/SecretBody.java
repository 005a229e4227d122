package io.slipway.gateway.rest.variable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.VariableView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code Secret}: a variable whose value nobody is told. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SecretBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String key,
        @Nullable String mountPath,
        VariableBody.@Nullable TargetBody overriddenSecret,
        VariableBody.@Nullable TargetBody aliasedSecret,
        String scope,
        VariableType variableType,
        @JsonUnwrapped Service service,
        String ownedBy,
        @Nullable String description,
        boolean enableInterpolationInFile) {

    static SecretBody of(VariableView view) {
        VariableBody variable = VariableBody.of(view);
        return new SecretBody(
                variable.id(),
                variable.createdAt(),
                variable.updatedAt(),
                variable.key(),
                variable.mountPath(),
                variable.overriddenVariable(),
                variable.aliasedVariable(),
                variable.scope(),
                variable.variableType(),
                new Service(variable.serviceId(), variable.serviceName(), variable.serviceType()),
                variable.ownedBy(),
                variable.description(),
                variable.enableInterpolationInFile());
    }

    /** The service that it belongs to or tells of. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Service(
            @Nullable UUID serviceId,
            @Nullable String serviceName,
            @Nullable String serviceType) {}
}
