package io.slipway.gateway.rest.service;

import io.slipway.gateway.app.catalog.DatabaseCredentials;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ListBody;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** The services of an environment, listed and made by type. */
@Path("/environment/{environmentId}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "Services")
class EnvironmentServicesResource {

    private final Services services;
    private final DatabaseCredentials credentials;
    private final Cluster cluster;

    EnvironmentServicesResource(Services services, DatabaseCredentials credentials, Cluster cluster) {
        this.services = services;
        this.credentials = credentials;
        this.cluster = cluster;
    }

    @GET
    @Path("/services")
    @Operation(operationId = "listServicesByEnvironmentId", summary = "The services of all types")
    public Uni<ListBody<ServiceBody>> listAll(UUID environmentId) {
        return list(environmentId, null);
    }

    @GET
    @Path("/application")
    @Operation(operationId = "listApplication", summary = "The applications")
    public Uni<ListBody<ServiceBody>> listApplications(UUID environmentId) {
        return list(environmentId, ServiceType.APPLICATION);
    }

    @POST
    @Path("/application")
    @Operation(operationId = "createApplication", summary = "Make an application that is built from git")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.ApplicationRequest.class)))
    public Uni<RestResponse<ServiceBody>> createApplication(UUID environmentId, byte @Nullable [] body) {
        return create(environmentId, ServiceType.APPLICATION, ApplicationRequest.create(body, cluster));
    }

    @GET
    @Path("/container")
    @Operation(operationId = "listContainer", summary = "The containers")
    public Uni<ListBody<ServiceBody>> listContainers(UUID environmentId) {
        return list(environmentId, ServiceType.CONTAINER);
    }

    @POST
    @Path("/container")
    @Operation(operationId = "createContainer", summary = "Make a container from an image")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.ContainerRequest.class)))
    public Uni<RestResponse<ServiceBody>> createContainer(UUID environmentId, byte @Nullable [] body) {
        return create(environmentId, ServiceType.CONTAINER, ContainerRequest.create(body, cluster));
    }

    @GET
    @Path("/job")
    @Operation(operationId = "listJobs", summary = "The lifecycle and cron jobs")
    public Uni<ListBody<ServiceBody>> listJobs(UUID environmentId) {
        return list(environmentId, ServiceType.JOB);
    }

    @POST
    @Path("/job")
    @Operation(operationId = "createJob", summary = "Make a lifecycle or cron job")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.JobCreateRequest.class)))
    public Uni<RestResponse<ServiceBody>> createJob(UUID environmentId, byte @Nullable [] body) {
        return create(environmentId, ServiceType.JOB, JobRequest.create(body, cluster));
    }

    @GET
    @Path("/database")
    @Operation(operationId = "listDatabase", summary = "The databases")
    public Uni<ListBody<ServiceBody>> listDatabases(UUID environmentId) {
        return list(environmentId, ServiceType.DATABASE);
    }

    @POST
    @Path("/database")
    @Operation(operationId = "createDatabase", summary = "Make a database with generated credentials")
    @APIResponse(responseCode = "201")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ServiceShapes.DatabaseCreateRequest.class)))
    public Uni<RestResponse<ServiceBody>> createDatabase(UUID environmentId, byte @Nullable [] body) {
        return create(environmentId, ServiceType.DATABASE, DatabaseRequest.create(body, cluster, credentials));
    }

    private Uni<ListBody<ServiceBody>> list(UUID environmentId, @Nullable ServiceType type) {
        return services.list(environmentId, type)
                .map(all -> ListBody.of(all, service -> ServiceBody.of(service, cluster)));
    }

    private Uni<RestResponse<ServiceBody>> create(UUID environmentId, ServiceType type, Services.Draft draft) {
        return services.create(environmentId, type, draft)
                .map(created -> RestResponse.status(Status.CREATED, ServiceBody.of(created, cluster)));
    }
}
