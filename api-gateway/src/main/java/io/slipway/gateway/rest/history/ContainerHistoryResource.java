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

/** History of a container. */
@Path("/container/{containerId}")
@Tag(name = "Deployment history")
class ContainerHistoryResource {

    private final ServiceHistoryReader histories;

    ContainerHistoryResource(ServiceHistoryReader histories) {
        this.histories = histories;
    }

    @GET
    @Path("/deploymentHistoryV2")
    @Operation(operationId = "listContainerDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> history(
            UUID containerId, @RestQuery @Nullable String pageSize) {
        return histories.of(containerId, ServiceType.CONTAINER, pageSize);
    }

    @GET
    @Path("/log")
    @Operation(
            operationId = "listContainerLog",
            summary = "The last 1000 lines about the container in the logs of its deployments")
    public Uni<ServiceHistoryReader.Lines> log(UUID containerId) {
        return histories.log(containerId, ServiceType.CONTAINER);
    }
}
