package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.CancelRequests;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Cancellation of single requests. */
@Path("/deploymentQueue/{deploymentRequestId}/cancelDeployment")
@Tag(name = "Deployment queue")
class QueuedRequestResource {

    private final CancelRequests cancellations;
    private final CurrentUser user;

    QueuedRequestResource(CancelRequests cancellations, CurrentUser user) {
        this.cancellations = cancellations;
        this.user = user;
    }

    @POST
    @Operation(operationId = "cancelDeploymentRequest", summary = "Cancel a request that waits")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<Void>> cancel(UUID deploymentRequestId) {
        return cancellations
                .ofRequest(deploymentRequestId, user.requester())
                .map(_ -> RestResponse.status(Status.ACCEPTED));
    }
}
