package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.gateway.app.deployment.Actions;
import io.slipway.gateway.app.deployment.ServiceOrder;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
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

/** Actions on some services of an environment. */
@Path("/environment/{environmentId}/service")
@Tag(name = "Environment actions")
class SubsetActionResource {

    private static final int MAX_SERVICES = 1000;
    private static final int MAX_VERSION = 200;
    private static final String COMMIT = "git_commit_id";
    private static final String TAG = "image_tag";

    private final Actions actions;
    private final CurrentUser user;

    SubsetActionResource(Actions actions, CurrentUser user) {
        this.actions = actions;
        this.user = user;
    }

    @POST
    @Path("/deploy")
    @Operation(operationId = "deployAllServices", summary = "Deploy some services, in the versions that are given")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.DeployAllRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<EnvironmentStatusBody>> deploy(UUID environmentId, byte[] bytes) {
        Body body = Body.of(bytes);
        List<ServiceOrder> orders = new ArrayList<>();
        orders.addAll(orders(body, "applications", "application_id", ServiceType.APPLICATION));
        orders.addAll(orders(body, "containers", "id", ServiceType.CONTAINER));
        orders.addAll(orders(body, "jobs", "id", ServiceType.JOB));
        orders.addAll(ids(body, "databases", ServiceType.DATABASE));
        refuse(body, "helms");
        refuse(body, "terraforms");
        body.check();
        return actions.onServices(environmentId, Action.DEPLOY, orders, user.requester())
                .map(accepted -> RestResponse.status(
                        Status.ACCEPTED, EnvironmentStatusBody.of(accepted.picture(), accepted.requestId())));
    }

    @POST
    @Path("/restart-service")
    @Operation(operationId = "rebootServices", summary = "Replace the running instances of some services")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.RebootServicesRequest.class)))
    @APIResponse(responseCode = "202")
    public Uni<RestResponse<BothStatusesBody>> restart(UUID environmentId, byte[] bytes) {
        Body body = Body.of(bytes);
        List<ServiceOrder> orders = new ArrayList<>();
        orders.addAll(ids(body, "application_ids", ServiceType.APPLICATION));
        orders.addAll(ids(body, "container_ids", ServiceType.CONTAINER));
        orders.addAll(ids(body, "database_ids", ServiceType.DATABASE));
        body.check();
        return actions.onServices(environmentId, Action.RESTART, orders, user.requester())
                .map(accepted -> RestResponse.status(
                        Status.ACCEPTED, BothStatusesBody.of(accepted.picture(), accepted.requestId())));
    }

    @POST
    @Path("/stop")
    @Operation(operationId = "stopSelectedServices", summary = "Stop some services")
    @APIResponse(responseCode = "200")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.ServiceIdsRequest.class)))
    public Uni<RestResponse<Void>> stop(UUID environmentId, byte[] bytes) {
        return all(environmentId, Action.STOP, bytes);
    }

    @POST
    @Path("/delete")
    @Operation(operationId = "deleteSelectedServices", summary = "Remove some services with their configuration")
    @APIResponse(responseCode = "200")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.ServiceIdsRequest.class)))
    public Uni<RestResponse<Void>> delete(UUID environmentId, byte[] bytes) {
        return all(environmentId, Action.DELETE, bytes);
    }

    @POST
    @Path("/uninstall")
    @Operation(operationId = "uninstallSelectedServices", summary = "Remove some services, keep their configuration")
    @APIResponse(responseCode = "200")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActionShapes.ServiceIdsRequest.class)))
    public Uni<RestResponse<Void>> uninstall(UUID environmentId, byte[] bytes) {
        return all(environmentId, Action.UNINSTALL, bytes);
    }

    private Uni<RestResponse<Void>> all(UUID environmentId, Action action, byte[] bytes) {
        Body body = Body.of(bytes);
        List<ServiceOrder> orders = new ArrayList<>();
        orders.addAll(ids(body, "application_ids", ServiceType.APPLICATION));
        orders.addAll(ids(body, "container_ids", ServiceType.CONTAINER));
        orders.addAll(ids(body, "database_ids", ServiceType.DATABASE));
        orders.addAll(ids(body, "job_ids", ServiceType.JOB));
        refuse(body, "helm_ids");
        refuse(body, "terraform_ids");
        body.check();
        return actions.onServices(environmentId, action, orders, user.requester())
                .map(_ -> RestResponse.ok());
    }

    private static List<ServiceOrder> ids(Body body, String field, ServiceType type) {
        List<UUID> ids = body.ids(field, MAX_SERVICES);
        List<ServiceOrder> orders = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            orders.add(new ServiceOrder(ids.get(i), type, null, null, field + "[" + i + "]", ""));
        }
        return orders;
    }

    private static List<ServiceOrder> orders(Body body, String field, String idField, ServiceType type) {
        List<Body> items = body.objects(field, MAX_SERVICES);
        List<ServiceOrder> orders = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Body item = items.get(i);
            orders.add(new ServiceOrder(
                    item.requiredId(idField),
                    type,
                    type == ServiceType.CONTAINER ? null : item.text(COMMIT, MAX_VERSION),
                    type == ServiceType.APPLICATION ? null : item.text(TAG, MAX_VERSION),
                    field + "[" + i + "]." + idField,
                    field + "[" + i + "]."));
        }
        return orders;
    }

    private static void refuse(Body body, String field) {
        if (!body.texts(field, 0, 0).isEmpty()) {
            body.error(field, "is not supported: there are no such services");
        }
    }
}
