package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.Clones;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.References;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Reads requests for copies of services; they answer 202, although the copy is there at once. */
@ApplicationScoped
class ServiceClones {

    private final Clones clones;
    private final Cluster cluster;

    ServiceClones(Clones clones, Cluster cluster) {
        this.clones = clones;
        this.cluster = cluster;
    }

    /** Copies a service. */
    Uni<RestResponse<ServiceBody>> service(ServiceType type, UUID id, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        String name = Limits.name(body, "name");
        UUID environment = body.requiredId("environment_id");
        body.check();
        return References.named("environment_id", environment, () -> clones.service(type, id, name, environment))
                .map(made -> RestResponse.status(Status.ACCEPTED, ServiceBody.of(made, cluster)));
    }
}
