package io.slipway.gateway.rest.catalog;

import io.slipway.gateway.app.catalog.Stages;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The stage of a service of any type. */
@Path("/service/{serviceId}/deploymentStage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Deployment stages")
class ServiceStageResource {

    private final Stages stages;

    ServiceStageResource(Stages stages) {
        this.stages = stages;
    }

    @GET
    @Operation(operationId = "getServiceDeploymentStage", summary = "The stage that a service is in")
    public Uni<StageBody> get(UUID serviceId) {
        return stages.ofService(serviceId).map(StageBody::of);
    }
}
