package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Actions on, status of a job. */
@Path("/job/{jobId}")
@Tag(name = "Job actions")
class JobActionResource {

    private final ServiceEndpoints services;

    JobActionResource(ServiceEndpoints services) {
        this.services = services;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployJob", summary = "Deploy, or run once for an event")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.JobDeployRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> deploy(UUID jobId, @RestQuery @Nullable String forceEvent, byte[] body) {
        return forceEvent == null
                ? services.deploy(jobId, ServiceType.JOB, body)
                : services.forceRun(jobId, event(forceEvent));
    }

    @POST
    @Path("/redeploy")
    @Operation(operationId = "redeployJob", summary = "Deploy again, or run once for an event")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> redeploy(UUID jobId, @RestQuery @Nullable String forceEvent) {
        return forceEvent == null
                ? services.act(jobId, ServiceType.JOB, Action.REDEPLOY)
                : services.forceRun(jobId, event(forceEvent));
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopJob", summary = "Stop")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> stop(UUID jobId) {
        return services.act(jobId, ServiceType.JOB, Action.STOP);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallJob", summary = "Remove what runs, keep the configuration")
    @APIResponse(responseCode = "202")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<StatusBody>> uninstall(UUID jobId) {
        return services.uninstall(jobId, ServiceType.JOB);
    }

    @DELETE
    @Operation(operationId = "deleteJob", summary = "Remove with its configuration")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<Void>> delete(UUID jobId) {
        return services.delete(jobId, ServiceType.JOB);
    }

    @GET
    @Path("/status")
    @Operation(operationId = "getJobStatus", summary = "Present status")
    public Uni<StatusBody> status(UUID jobId) {
        return services.status(jobId, ServiceType.JOB);
    }

    private static JobEvent event(String name) {
        for (JobEvent event : JobEvent.values()) {
            if (event.name().equals(name)) {
                return event;
            }
        }
        throw new ApiException.Invalid("forceEvent", "must be one of START, STOP, DELETE, CRON");
    }
}
