package io.slipway.gateway.rest.deployment;

import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.app.deployment.CancelRequests;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.history.Histories;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** Single requests: where they stand, and their cancellation. */
@Path("/")
@Tag(name = "Deployment queue")
class QueueResource {

    private final CancelRequests cancellations;
    private final Pictures pictures;
    private final Histories histories;
    private final CurrentUser user;

    QueueResource(CancelRequests cancellations, Pictures pictures, Histories histories, CurrentUser user) {
        this.cancellations = cancellations;
        this.pictures = pictures;
        this.histories = histories;
        this.user = user;
    }

    @POST
    @Path("/deploymentQueue/{deploymentRequestId}/cancelDeployment")
    @Operation(operationId = "cancelDeploymentRequest", summary = "Cancel a request that waits")
    public Uni<RestResponse<Void>> cancel(UUID deploymentRequestId) {
        return cancellations
                .ofRequest(deploymentRequestId, user.requester())
                .map(_ -> RestResponse.status(Status.ACCEPTED));
    }

    @GET
    @Path("/service/{serviceId}/deploymentQueue")
    @Operation(operationId = "listDeploymentRequestByServiceId", summary = "Requests that wait and touch the service")
    public Uni<ResultsBody<QueueBody.OfService>> ofService(UUID serviceId) {
        return pictures.ofService(serviceId)
                .map(found -> new ResultsBody<>(QueueBody.of(found.scene().picture(), found.plan())));
    }

    @GET
    @Path("/environment/deploymentStatus")
    @Operation(operationId = "getDeploymentStatusByDeploymentRequestId", summary = "Where a request stands")
    public Uni<RequestBody> status(@RestQuery @Nullable UUID deploymentRequestId) {
        if (deploymentRequestId == null) {
            throw new ApiException.Invalid("deploymentRequestId", "is required");
        }
        return histories
                .ofRequest(deploymentRequestId)
                .map(state -> new RequestBody(state.requestId(), state.environmentId(), state.state()));
    }

    /** The contract's {@code EnvDeploymentStatus}. */
    record RequestBody(String deploymentRequestId, UUID environmentId, DeploymentState status) {}
}
