package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.gateway.app.deployment.Actions;
import io.slipway.gateway.app.deployment.CancelRequests;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.CurrentUser;
import io.slipway.gateway.rest.security.Needs;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Actions on whole environments. Bodies are optional everywhere, and {@code {}} counts as none. */
@Path("/environment/{environmentId}")
@Tag(name = "Environment actions")
class EnvironmentActionResource {

    private final Actions actions;
    private final CancelRequests cancellations;
    private final CurrentUser user;

    EnvironmentActionResource(Actions actions, CancelRequests cancellations, CurrentUser user) {
        this.actions = actions;
        this.cancellations = cancellations;
        this.user = user;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployEnvironment", summary = "Deploy all services that are not skipped")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<BothStatusesBody>> deploy(UUID environmentId) {
        return actions.onEnvironment(environmentId, Action.DEPLOY, user.requester())
                .map(accepted -> RestResponse.status(
                        Status.ACCEPTED, BothStatusesBody.of(accepted.picture(), accepted.requestId())));
    }

    @POST
    @Path("/redeploy")
    @Operation(operationId = "redeployEnvironment", summary = "Deploy again; what has no differences is not touched")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<EnvironmentStatusBody>> redeploy(UUID environmentId) {
        return status(environmentId, Action.REDEPLOY);
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopEnvironment", summary = "Stop all services that are not skipped")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<EnvironmentStatusBody>> stop(UUID environmentId) {
        return status(environmentId, Action.STOP);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallEnvironment", summary = "Remove what runs, keep the configuration")
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<Map<String, String>>> uninstall(UUID environmentId) {
        return actions.onEnvironment(environmentId, Action.UNINSTALL, user.requester())
                .map(_ -> RestResponse.status(Status.ACCEPTED, Map.of()));
    }

    @DELETE
    @Needs(Role.ADMIN)
    @Operation(
            operationId = "deleteEnvironment",
            summary = "Remove what runs; when that is done the configuration goes too")
    @APIResponse(responseCode = "204")
    public Uni<RestResponse<Void>> delete(UUID environmentId) {
        return actions.onEnvironment(environmentId, Action.DELETE, user.requester())
                .map(_ -> RestResponse.noContent());
    }

    @POST
    @Path("/cancelDeployment")
    @Operation(
            operationId = "cancelEnvironmentDeployment",
            summary = "Cancel the deployment that runs; with 'force_cancel' running lifecycle jobs are killed")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.CancelRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<EnvironmentStatusBody>> cancel(UUID environmentId, byte[] bytes) {
        Body body = Body.of(bytes);
        boolean force = body.bool("force_cancel", false);
        body.check();
        return cancellations
                .ofEnvironment(environmentId, force, user.requester())
                .map(accepted -> RestResponse.status(Status.ACCEPTED, EnvironmentStatusBody.of(accepted.picture())));
    }

    private Uni<RestResponse<EnvironmentStatusBody>> status(UUID environmentId, Action action) {
        return actions.onEnvironment(environmentId, action, user.requester())
                .map(accepted -> RestResponse.status(
                        Status.ACCEPTED, EnvironmentStatusBody.of(accepted.picture(), accepted.requestId())));
    }
}
