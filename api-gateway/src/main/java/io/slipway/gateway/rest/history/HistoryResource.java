package io.slipway.gateway.rest.history;

import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.history.Histories;
import io.slipway.gateway.domain.catalog.ServiceType;
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

/** History and logs. */
@Path("/")
@Tag(name = "Deployment history")
class HistoryResource {

    private static final int STANDARD_PAGE = 20;
    private static final int MAX_PAGE = 100;

    private final Histories histories;
    private final Clock clock;

    HistoryResource(Histories histories, Clock clock) {
        this.histories = histories;
        this.clock = clock;
    }

    @GET
    @Path("/environment/{environmentId}/deploymentHistoryV2")
    @Operation(operationId = "listEnvironmentDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Deployment>> ofEnvironment(
            UUID environmentId, @RestQuery @Nullable String pageSize, @RestQuery @Nullable String startId) {
        int size = size(pageSize);
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
    @Path("/application/{applicationId}/deploymentHistoryV2")
    @Operation(operationId = "listApplicationDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> ofApplication(
            UUID applicationId, @RestQuery @Nullable String pageSize) {
        return ofService(applicationId, ServiceType.APPLICATION, pageSize);
    }

    @GET
    @Path("/container/{containerId}/deploymentHistoryV2")
    @Operation(operationId = "listContainerDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> ofContainer(
            UUID containerId, @RestQuery @Nullable String pageSize) {
        return ofService(containerId, ServiceType.CONTAINER, pageSize);
    }

    @GET
    @Path("/database/{databaseId}/deploymentHistoryV2")
    @Operation(operationId = "listDatabaseDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> ofDatabase(
            UUID databaseId, @RestQuery @Nullable String pageSize) {
        return ofService(databaseId, ServiceType.DATABASE, pageSize);
    }

    @GET
    @Path("/job/{jobId}/deploymentHistoryV2")
    @Operation(operationId = "listJobDeploymentHistoryV2", summary = "Deployments, newest first")
    public Uni<HistoryBodies.Page<HistoryBodies.Service>> ofJob(UUID jobId, @RestQuery @Nullable String pageSize) {
        return ofService(jobId, ServiceType.JOB, pageSize);
    }

    @GET
    @Path("/environment/{environmentId}/logs")
    @Operation(
            operationId = "listEnvironmentLogs",
            summary = "Log of the deployment 'version', or of the newest; at most the last 1000 lines")
    public Uni<List<LogBody>> logs(UUID environmentId, @RestQuery @Nullable String version) {
        return histories
                .log(environmentId, version == null || version.isBlank() ? null : version)
                .map(LogBody::of);
    }

    private Uni<HistoryBodies.Page<HistoryBodies.Service>> ofService(
            UUID serviceId, ServiceType type, @Nullable String pageSize) {
        int size = size(pageSize);
        return histories.ofService(serviceId, type, size).map(history -> {
            Instant now = clock.instant();
            String id = serviceId.toString();
            return HistoryBodies.Page.of(
                    size,
                    history.deployments().stream()
                            .flatMap(deployment -> deployment.service(id).stream()
                                    .map(service -> HistoryBodies.Service.of(deployment, service, now)))
                            .toList());
        });
    }

    private static int size(@Nullable String pageSize) {
        if (pageSize == null || pageSize.isBlank()) {
            return STANDARD_PAGE;
        }
        try {
            int size = Integer.parseInt(pageSize.strip());
            if (size >= 1 && size <= MAX_PAGE) {
                return size;
            }
        } catch (NumberFormatException _) {
            // Answered below like a number out of range.
        }
        throw new ApiException.Invalid("pageSize", "must be a whole number between 1 and " + MAX_PAGE);
    }
}
