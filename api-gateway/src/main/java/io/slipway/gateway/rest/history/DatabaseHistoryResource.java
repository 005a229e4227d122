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

/** History of a database. */
@Path("/database/{databaseId}")
@Tag(name = "Deployment history")
class DatabaseHistoryResource {

    private final ServiceHistoryReader histories;

    DatabaseHistoryResource(ServiceHistoryReader histories) {
        this.histories = histories;
    }

    @GET
    @Path("/deploymentHistoryV2")
    @Operation(operationId = "listDatabaseDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> history(
            UUID databaseId, @RestQuery @Nullable String pageSize) {
        return histories.of(databaseId, ServiceType.DATABASE, pageSize);
    }
}
