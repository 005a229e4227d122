package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.deployment.AutoDeploys;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;

/** Deploys what follows an image, in all environments of an organization. */
@Path("/organization/{organizationId}")
@Tag(name = "Environment actions")
class AutoDeployResource {

    private static final int MAX_NAME = 255;
    private static final int MAX_TAG = 128;

    private final AutoDeploys autoDeploys;
    private final CurrentUser user;

    AutoDeployResource(AutoDeploys autoDeploys, CurrentUser user) {
        this.autoDeploys = autoDeploys;
        this.user = user;
    }

    @POST
    @Path("/container/deploy")
    @Operation(
            operationId = "autoDeployContainerEnvironments",
            summary = "Deploy the containers that follow an image, have another tag and are not stopped")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.AutoDeployRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> containers(UUID organizationId, byte[] body) {
        return deploy(organizationId, ServiceType.CONTAINER, body);
    }

    @POST
    @Path("/job/deploy")
    @Operation(
            operationId = "autoDeployJobEnvironments",
            summary = "Deploy the jobs that follow an image, have another tag and are not stopped")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.AutoDeployRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<StatusBody>> jobs(UUID organizationId, byte[] body) {
        return deploy(organizationId, ServiceType.JOB, body);
    }

    private Uni<RestResponse<StatusBody>> deploy(UUID organizationId, ServiceType type, byte[] bytes) {
        Body body = Body.of(bytes);
        // Optional in the contract, but there is nothing to do without them.
        String image = body.requiredText("image_name", MAX_NAME);
        String tag = body.requiredText("tag", MAX_TAG);
        body.check();
        return autoDeploys
                .ofImage(organizationId, type, image, tag, user.requester())
                .map(all -> RestResponse.status(Status.ACCEPTED, status(organizationId, all)));
    }

    /** The status of the first service that is deployed; of nothing, with the organization's id, if there is none. */
    private static StatusBody status(UUID organizationId, List<Accepted> all) {
        return all.stream()
                .findFirst()
                .map(accepted -> StatusBody.of(
                        accepted.picture().service(accepted.services().getFirst()), accepted.requestId()))
                .orElseGet(() -> StatusBody.nothing(organizationId));
    }
}
