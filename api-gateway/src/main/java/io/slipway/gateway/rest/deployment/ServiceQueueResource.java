package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What waits for one service. */
@Path("/service/{serviceId}/deploymentQueue")
@Tag(name = "Deployment queue")
class ServiceQueueResource {

    private final Pictures pictures;

    ServiceQueueResource(Pictures pictures) {
        this.pictures = pictures;
    }

    @GET
    @Operation(operationId = "listDeploymentRequestByServiceId", summary = "Requests that wait and touch the service")
    public Uni<ListBody<QueueBody.OfService>> queue(UUID serviceId) {
        return pictures.ofService(serviceId)
                .map(found -> new ListBody<>(QueueBody.of(found.scene().picture(), found.plan())));
    }
}
