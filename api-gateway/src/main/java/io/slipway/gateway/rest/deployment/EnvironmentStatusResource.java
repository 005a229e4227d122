package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.gateway.domain.deployment.StageStatusView;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Statuses of an environment and its services. */
@Path("/environment/{environmentId}")
@Tag(name = "Environment status")
class EnvironmentStatusResource {

    private final Pictures pictures;

    EnvironmentStatusResource(Pictures pictures) {
        this.pictures = pictures;
    }

    @GET
    @Path("/status")
    @Operation(operationId = "getEnvironmentStatus", summary = "Status of the environment")
    public Uni<EnvironmentStatusBody> status(UUID environmentId) {
        return picture(environmentId).map(EnvironmentStatusBody::of);
    }

    @GET
    @Path("/statuses")
    @Operation(operationId = "getEnvironmentStatuses", summary = "Status of the environment and of its services")
    public Uni<StatusesBody> statuses(UUID environmentId) {
        return picture(environmentId).map(StatusesBody::of);
    }

    @GET
    @Path("/statusesWithStages")
    @Operation(operationId = "getEnvironmentStatusesWithStages", summary = "The same, stage by stage")
    public Uni<StagesBody> statusesWithStages(UUID environmentId) {
        return picture(environmentId).map(StagesBody::of);
    }

    @GET
    @Path("/application/status")
    @Operation(operationId = "getEnvironmentApplicationStatus", summary = "Status of each application")
    public Uni<ListBody<StatusBody>> applications(UUID environmentId) {
        return ofType(environmentId, ServiceType.APPLICATION);
    }

    @GET
    @Path("/container/status")
    @Operation(operationId = "getEnvironmentContainerStatus", summary = "Status of each container")
    public Uni<ListBody<StatusBody>> containers(UUID environmentId) {
        return ofType(environmentId, ServiceType.CONTAINER);
    }

    @GET
    @Path("/database/status")
    @Operation(operationId = "getEnvironmentDatabaseStatus", summary = "Status of each database")
    public Uni<ListBody<StatusBody>> databases(UUID environmentId) {
        return ofType(environmentId, ServiceType.DATABASE);
    }

    @GET
    @Path("/job/status")
    @Operation(operationId = "getEnvironmentJobStatus", summary = "Status of each job")
    public Uni<ListBody<StatusBody>> jobs(UUID environmentId) {
        return ofType(environmentId, ServiceType.JOB);
    }

    @GET
    @Path("/link")
    @Operation(operationId = "listEnvironmentServicesLinks", summary = "Addresses of all services")
    public Uni<ListBody<LinkBody>> links(UUID environmentId) {
        return picture(environmentId)
                .map(picture -> new ListBody<>(picture.blueprint().services().stream()
                        .flatMap(service -> LinkBody.of(picture, service).stream())
                        .toList()));
    }

    @GET
    @Path("/deploymentQueue")
    @Operation(operationId = "listDeploymentRequestByEnvironmentId", summary = "Requests that wait")
    public Uni<ListBody<QueueBody>> queue(UUID environmentId) {
        return picture(environmentId).map(picture -> new ListBody<>(QueueBody.of(picture)));
    }

    private Uni<ListBody<StatusBody>> ofType(UUID environmentId, ServiceType type) {
        return picture(environmentId)
                .map(picture -> new ListBody<>(StatusesBody.ByType.ofType(
                        picture.stages().stream()
                                .map(StageStatusView::services)
                                .flatMap(List::stream)
                                .toList(),
                        type)));
    }

    private Uni<EnvironmentPicture> picture(UUID environmentId) {
        return pictures.of(environmentId).map(Pictures.Scene::picture);
    }
}
