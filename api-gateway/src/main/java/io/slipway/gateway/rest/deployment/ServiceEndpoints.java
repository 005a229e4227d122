package io.slipway.gateway.rest.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.app.deployment.Actions;
import io.slipway.gateway.app.deployment.Actions.Accepted;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.deployment.ServiceOrder;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.ListBody;
import io.slipway.gateway.rest.security.CurrentUser;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jspecify.annotations.Nullable;

/** What the resources of all service types have in common. */
@ApplicationScoped
class ServiceEndpoints {

    private static final int MAX_VERSION = 200;

    private final Actions actions;
    private final Pictures pictures;
    private final CurrentUser user;

    ServiceEndpoints(Actions actions, Pictures pictures, CurrentUser user) {
        this.actions = actions;
        this.pictures = pictures;
        this.user = user;
    }

    /** Deploys in the version that the body gives, if it gives one. */
    Uni<RestResponse<StatusBody>> deploy(UUID id, ServiceType type, byte @Nullable [] bytes) {
        Body body = Body.of(bytes);
        ServiceOrder order = order(id, type, body);
        body.check();
        return accept(order, Action.DEPLOY, null);
    }

    /** Runs a job for an event. */
    Uni<RestResponse<StatusBody>> forceRun(UUID id, JobEvent event) {
        return accept(ServiceOrder.of(id, ServiceType.JOB), Action.FORCE_RUN, event);
    }

    /** Asks for an action and answers with the service's status. */
    Uni<RestResponse<StatusBody>> act(UUID id, ServiceType type, Action action) {
        return accept(ServiceOrder.of(id, type), action, null);
    }

    /** 202 with the status if something has to be removed, else 204. */
    Uni<RestResponse<StatusBody>> uninstall(UUID id, ServiceType type) {
        return actions.onService(ServiceOrder.of(id, type), Action.UNINSTALL, null, user.requester())
                .map(accepted -> accepted.requested() ? answer(accepted) : RestResponse.noContent());
    }

    /** Removes the service; when that is done its configuration goes too. */
    Uni<RestResponse<Void>> delete(UUID id, ServiceType type) {
        return actions.onService(ServiceOrder.of(id, type), Action.DELETE, null, user.requester())
                .map(_ -> RestResponse.noContent());
    }

    /** The service's present status. */
    Uni<StatusBody> status(UUID id, ServiceType type) {
        return pictures.ofService(id, type)
                .map(found -> StatusBody.of(found.scene().picture().service(found.plan())));
    }

    /** The service's addresses. */
    Uni<ListBody<LinkBody>> links(UUID id, ServiceType type) {
        return pictures.ofService(id, type)
                .map(found -> new ListBody<>(LinkBody.of(found.scene().picture(), found.plan())));
    }

    private Uni<RestResponse<StatusBody>> accept(ServiceOrder order, Action action, @Nullable JobEvent event) {
        return actions.onService(order, action, event, user.requester()).map(ServiceEndpoints::answer);
    }

    private static RestResponse<StatusBody> answer(Accepted accepted) {
        return RestResponse.status(
                Status.ACCEPTED,
                StatusBody.of(accepted.picture().service(accepted.services().getFirst()), accepted.requestId()));
    }

    private static ServiceOrder order(UUID id, ServiceType type, Body body) {
        return switch (type) {
            case APPLICATION -> new ServiceOrder(id, type, body.text("git_commit_id", MAX_VERSION), null, "", "");
            case CONTAINER -> new ServiceOrder(id, type, null, body.text("image_tag", MAX_VERSION), "", "");
            case JOB ->
                new ServiceOrder(
                        id, type, body.text("git_commit_id", MAX_VERSION), body.text("image_tag", MAX_VERSION), "", "");
            case DATABASE -> ServiceOrder.of(id, type);
        };
    }
}
