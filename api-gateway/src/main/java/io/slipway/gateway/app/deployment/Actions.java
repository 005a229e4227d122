package io.slipway.gateway.app.deployment;

import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Requester;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.app.Transactions;
import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.app.deployment.RequestStore.Outcome;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.error.ApiException.FieldError;
import io.slipway.gateway.app.outbox.Outbox;
import io.slipway.gateway.domain.deployment.Admission;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import io.slipway.kit.kafka.EventFactory;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts actions: keeps the request and passes it on to the pipeline in one transaction, or refuses it. */
@ApplicationScoped
public class Actions {

    private final Pictures pictures;
    private final RequestStore requests;
    private final Outbox outbox;
    private final Transactions transactions;
    private final EventFactory events;
    private final Clock clock;
    private final RequestMetrics metrics;

    Actions(
            Pictures pictures,
            RequestStore requests,
            Outbox outbox,
            Transactions transactions,
            EventFactory events,
            Clock clock,
            RequestMetrics metrics) {
        this.pictures = pictures;
        this.requests = requests;
        this.outbox = outbox;
        this.transactions = transactions;
        this.events = events;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Asks for an action on a whole environment.
     *
     * @return fails with {@link ApiException.NotFound} or {@link ApiException.Conflict}
     */
    public Uni<Accepted> onEnvironment(UUID environmentId, Action action, Requester by) {
        return transactions
                .run(() -> pictures.of(environmentId)
                        .chain(scene -> request(scene, new Wish(action, List.of(), Map.of(), null), by)))
                .invoke(accepted -> metrics.count(action, accepted.requested()));
    }

    /**
     * Asks for an action on one service.
     *
     * @return fails with {@link ApiException.NotFound}, {@link ApiException.Conflict}, or {@link ApiException.Invalid} if
     *     the service cannot have such a version
     */
    public Uni<Accepted> onService(ServiceOrder order, Action action, @Nullable JobEvent event, Requester by) {
        return transactions
                .run(() -> pictures.ofService(order.serviceId(), order.type()).chain(found -> {
                    List<FieldError> errors = new ArrayList<>();
                    Optional<ServiceVersion> version = Versions.of(found.service(), order, errors);
                    if (!errors.isEmpty()) {
                        throw new ApiException.Invalid(errors);
                    }
                    String id = order.serviceId().toString();
                    Map<String, ServiceVersion> versions =
                            version.map(v -> Map.of(id, v)).orElse(Map.of());
                    return request(found.scene(), new Wish(action, List.of(found.plan()), versions, event), by);
                }))
                .invoke(accepted -> metrics.count(action, accepted.requested()));
    }

    /**
     * Asks for an action on some services of an environment.
     *
     * @return fails with {@link ApiException.NotFound}, {@link ApiException.Conflict}, or {@link ApiException.Invalid} if
     *     there is none, or one is not of this environment and type, or cannot have such a version
     */
    public Uni<Accepted> onServices(UUID environmentId, Action action, List<ServiceOrder> orders, Requester by) {
        return transactions
                .run(() -> pictures.of(environmentId).chain(scene -> request(scene, wish(scene, action, orders), by)))
                .invoke(accepted -> metrics.count(action, accepted.requested()));
    }

    private static Wish wish(Scene scene, Action action, List<ServiceOrder> orders) {
        if (orders.isEmpty()) {
            throw new ApiException.Invalid("body", "must name at least one service");
        }
        List<FieldError> errors = new ArrayList<>();
        Map<String, ServicePlan> plans = new LinkedHashMap<>();
        Map<String, ServiceVersion> versions = new LinkedHashMap<>();
        for (ServiceOrder order : orders) {
            String id = order.serviceId().toString();
            scene.picture()
                    .blueprint()
                    .service(id)
                    .filter(plan -> order.fits(plan.kind()))
                    .ifPresentOrElse(
                            plan -> plans.put(id, plan),
                            () -> errors.add(new FieldError(
                                    order.field(), "is no " + order.type().lowerCase() + " of this environment")));
            scene.services().stream()
                    .filter(service -> service.id().equals(order.serviceId()))
                    .findFirst()
                    .flatMap(service -> Versions.of(service, order, errors))
                    .ifPresent(version -> versions.put(id, version));
        }
        if (!errors.isEmpty()) {
            throw new ApiException.Invalid(errors);
        }
        return new Wish(action, List.copyOf(plans.values()), versions, null);
    }

    private Uni<Accepted> request(Scene scene, Wish wish, Requester by) {
        return switch (Admission.decide(scene.picture(), wish.action(), wish.services(), wish.event())) {
            case Admission.Refused(String reason) -> throw new ApiException.Conflict(reason);
            case Admission.NothingToDo _ ->
                Uni.createFrom().item(new Accepted(scene.environment().id(), scene.picture(), wish.services(), null));
            case Admission.Accepted _, Admission.Cancelled _ -> pass(scene, wish, by);
        };
    }

    private Uni<Accepted> pass(Scene scene, Wish wish, Requester by) {
        UUID environmentId = scene.environment().id();
        DeployRequested request = new DeployRequested(
                UUID.randomUUID().toString(),
                environmentId.toString(),
                wish.action(),
                wish.services().stream().map(ServicePlan::id).toList(),
                wish.versions(),
                wish.event(),
                scene.environment().specVersion(),
                by,
                clock.instant());
        return requests.add(request, Outcome.UNSEEN)
                .chain(() -> outbox.append(
                        TopicCatalog.DEPLOY_REQUESTED,
                        request.environmentId(),
                        events.event(request.requestId(), request.environmentId(), null, request)))
                .replaceWith(() -> new Accepted(
                        environmentId, scene.picture().plus(request), wish.services(), request.requestId()));
    }

    private record Wish(
            Action action,
            List<ServicePlan> services,
            Map<String, ServiceVersion> versions,
            @Nullable JobEvent event) {}

    /**
     * What a request led to.
     *
     * @param picture the environment with the request in it
     * @param services those that it is for by name; empty = the whole environment
     * @param requestId null if nothing had to be asked for
     */
    public record Accepted(
            UUID environmentId,
            EnvironmentPicture picture,
            List<ServicePlan> services,
            @Nullable String requestId) {

        /** Whether anything was asked for. */
        public boolean requested() {
            return requestId != null;
        }
    }
}
