package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.history.Histories;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** History and logs of an environment. */
@Path("/environment/{environmentId}")
@Tag(name = "Deployment history")
class EnvironmentHistoryResource {

    private final Histories histories;
    private final Clock clock;

    EnvironmentHistoryResource(Histories histories, Clock clock) {
        this.histories = histories;
        this.clock = clock;
    }

    @GET
    @Path("/deploymentHistoryV2")
    @Operation(operationId = "listEnvironmentDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Deployment>> history(
            UUID environmentId, @RestQuery @Nullable String pageSize, @RestQuery @Nullable String startId) {
        int size = PageSize.of(pageSize);
        return histories.ofEnvironment(environmentId, size, startId).map(deployments -> {
            Instant now = clock.instant();
            return HistoryBodies.Page.of(
                    size,
                    deployments.stream()
                            .map(deployment -> HistoryBodies.Deployment.of(deployment, now))
                            .toList());
        });
    }

    @GET
    @Path("/deploymentHistory")
    @Operation(
            operationId = "listEnvironmentDeploymentHistory",
            summary = "The 20 newest deployments, or the 20 before the deployment 'startId'")
    public Uni<HistoryBodies.Page<FirstHistoryBodies.Deployment>> firstHistory(
            UUID environmentId, @RestQuery @Nullable String startId) {
        int size = PageSize.of(null);
        return histories
                .ofEnvironment(environmentId, size, startId)
                .map(deployments -> HistoryBodies.Page.of(
                        size,
                        deployments.stream()
                                .map(FirstHistoryBodies.Deployment::of)
                                .toList()));
    }

    @GET
    @Path("/logs")
    @Operation(
            operationId = "listEnvironmentLogs",
            summary = "Log of the deployment 'version', or of the newest; at most the last 1000 lines")
    public Uni<List<LogBody>> logs(UUID environmentId, @RestQuery @Nullable String version) {
        return histories
                .log(environmentId, version == null || version.isBlank() ? null : version)
                .map(LogBody::of);
    }
}
