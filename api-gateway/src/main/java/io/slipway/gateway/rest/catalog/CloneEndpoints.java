package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Clones;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.References;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Reads requests for copies; all answer 202, although the copy is there at once. */
@ApplicationScoped
class CloneEndpoints {

    private final Clones clones;
    private final Cluster cluster;

    CloneEndpoints(Clones clones, Cluster cluster) {
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

    /** Copies an environment. */
    Uni<RestResponse<EnvironmentBody>> environment(UUID id, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        Clones.EnvironmentDraft draft = new Clones.EnvironmentDraft(
                Limits.name(body, "name"),
                body.id("cluster_id"),
                body.enumeration("mode", Environment.Mode.class),
                body.id("project_id"));
        body.bool("apply_deployment_rule", false);
        body.check();
        UUID project = draft.projectId();
        return (project == null
                        ? clones.environment(id, draft)
                        : References.named("project_id", project, () -> clones.environment(id, draft)))
                .map(made -> RestResponse.status(Status.ACCEPTED, EnvironmentBody.of(made, cluster)));
    }
}
