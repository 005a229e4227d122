package io.slipway.gateway.rest.history;

import io.slipway.gateway.domain.catalog.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** History of an application. */
@Path("/application/{applicationId}")
@Tag(name = "Deployment history")
class ApplicationHistoryResource {

    private final ServiceHistoryReader histories;

    ApplicationHistoryResource(ServiceHistoryReader histories) {
        this.histories = histories;
    }

    @GET
    @Path("/deploymentHistoryV2")
    @Operation(operationId = "listApplicationDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> history(
            UUID applicationId, @RestQuery @Nullable String pageSize) {
        return histories.of(applicationId, ServiceType.APPLICATION, pageSize);
    }

    @GET
    @Path("/log")
    @Operation(
            operationId = "listApplicationLog",
            summary = "The last 1000 lines about the application in the logs of its deployments")
    public Uni<ServiceHistoryReader.Lines> log(UUID applicationId) {
        return histories.log(applicationId, ServiceType.APPLICATION);
    }
}
