package io.slipway.gateway.rest.variable;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.VariableView;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code VariableResponse}; the value of a secret is null. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record VariableBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        String key,
        @Nullable String value,
        @Nullable String mountPath,
        @Nullable TargetBody overriddenVariable,
        @Nullable TargetBody aliasedVariable,
        String scope,
        VariableType variableType,
        @Nullable UUID serviceId,
        @Nullable String serviceName,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String serviceType,
        String ownedBy,
        boolean isSecret,
        @Nullable String description,
        boolean enableInterpolationInFile,
        @Nullable UUID secretManagerAccessId) {

    private static final String PLATFORM = "QOVERY";

    static VariableBody of(VariableView view) {
        TargetBody target = view.target() == null ? null : TargetBody.of(view.target());
        Service service = view.service();
        return new VariableBody(
                view.id(),
                view.createdAt(),
                view.updatedAt(),
                view.key(),
                view.value(),
                view.mountPath(),
                view.type() == VariableType.OVERRIDE ? target : null,
                view.type() == VariableType.ALIAS ? target : null,
                scope(view.owner(), service),
                view.type(),
                service == null ? null : service.id(),
                service == null ? null : service.name(),
                service == null ? null : service.type().name(),
                PLATFORM,
                view.secret(),
                view.description(),
                view.interpolationInFile(),
                null);
    }

    private static String scope(@Nullable Owner owner, @Nullable Service service) {
        return switch (owner) {
            case null -> "BUILT_IN";
            case Owner.OfProject _ -> "PROJECT";
            case Owner.OfEnvironment _ -> "ENVIRONMENT";
            case Owner.OfService _ ->
                service == null ? "APPLICATION" : service.type().name();
        };
    }

    /** The contract's {@code VariableAlias} and {@code VariableOverride}. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record TargetBody(
            UUID id,
            String key,
            @Nullable String value,
            @Nullable String mountPath,
            String scope,
            VariableType variableType) {

        static TargetBody of(VariableView.Target target) {
            return new TargetBody(
                    target.id(),
                    target.key(),
                    target.value(),
                    target.mountPath(),
                    VariableBody.scope(target.owner(), target.service()),
                    target.type());
        }
    }
}
