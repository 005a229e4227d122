package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Restrictions;
import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** What the restrictions of applications and jobs have in common. */
@ApplicationScoped
class RestrictionEndpoints {

    private final Restrictions restrictions;

    RestrictionEndpoints(Restrictions restrictions) {
        this.restrictions = restrictions;
    }

    Uni<ListBody<RestrictionBody>> list(ServiceType type, UUID serviceId) {
        return restrictions.list(type, serviceId).map(all -> ListBody.of(all, RestrictionBody::of));
    }

    Uni<RestResponse<RestrictionBody>> create(ServiceType type, UUID serviceId, byte @Nullable [] bytes) {
        return restrictions
                .create(type, serviceId, read(bytes))
                .map(made -> RestResponse.status(Status.CREATED, RestrictionBody.of(made)));
    }

    Uni<RestrictionBody> edit(ServiceType type, UUID serviceId, UUID id, byte @Nullable [] bytes) {
        return restrictions.edit(type, serviceId, id, read(bytes)).map(RestrictionBody::of);
    }

    Uni<Void> delete(ServiceType type, UUID serviceId, UUID id) {
        return restrictions.delete(type, serviceId, id);
    }

    private static Restrictions.Draft read(byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String value = body.requiredText("value", Limits.PATH).strip();
        if (value.startsWith("/")) {
            body.error("value", "must not begin with a slash: paths are relative to the repository");
        }
        Restrictions.Draft draft = new Restrictions.Draft(
                body.requiredEnumeration("mode", DeploymentRestriction.Mode.class),
                body.requiredEnumeration("type", DeploymentRestriction.Type.class),
                value);
        body.check();
        return draft;
    }

    /** The contract's {@code ApplicationDeploymentRestriction} and {@code JobDeploymentRestrictionResponse}. */
    record RestrictionBody(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            DeploymentRestriction.Mode mode,
            DeploymentRestriction.Type type,
            String value) {

        static RestrictionBody of(DeploymentRestriction restriction) {
            return new RestrictionBody(
                    restriction.id(),
                    restriction.createdAt(),
                    restriction.updatedAt(),
                    restriction.mode(),
                    restriction.type(),
                    restriction.value());
        }
    }
}
