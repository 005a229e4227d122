package io.slipway.gateway.rest.history;

import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.history.Histories;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What became of single requests. */
@Path("/environment/deploymentStatus")
@Tag(name = "Deployment queue")
class RequestStateResource {

    private final Histories histories;

    RequestStateResource(Histories histories) {
        this.histories = histories;
    }

    @GET
    @Operation(operationId = "getDeploymentStatusByDeploymentRequestId", summary = "Where a request stands")
    public Uni<Body> status(@RestQuery @Nullable UUID deploymentRequestId) {
        if (deploymentRequestId == null) {
            throw new ApiException.Invalid("deploymentRequestId", "is required");
        }
        return histories
                .ofRequest(deploymentRequestId)
                .map(state -> new Body(state.requestId(), state.environmentId(), state.state()));
    }

    /** The contract's {@code EnvDeploymentStatus}. */
    record Body(String deploymentRequestId, UUID environmentId, DeploymentState status) {}
}
