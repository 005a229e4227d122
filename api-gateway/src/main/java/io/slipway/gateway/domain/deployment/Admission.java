package io.slipway.gateway.domain.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.QueuedRequest;
import io.slipway.gateway.domain.deployment.Blueprint.ServicePlan;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request is passed on to the pipeline. While something is under way everything queues; what can never run in
 * the present state is refused with the reason.
 */
public sealed interface Admission {

    /** The request is passed on. */
    record Accepted() implements Admission {}

    /** Nothing has to be done for the wish to be fulfilled, now or once what is under way has ended. */
    record NothingToDo() implements Admission {}

    /**
     * A cancellation is passed on.
     *
     * @param target id of the deployment or waiting request to cancel
     * @param shown whether the pipeline is known to have seen the target; a cancellation that arrives before what it
     *     cancels would be lost
     */
    record Cancelled(String target, boolean shown) implements Admission {}

    /** The request can never be served as things stand. */
    record Refused(String reason) implements Admission {}

    /**
     * Decides about an action.
     *
     * @param services those that it is for by name; empty = the whole environment
     * @param event only for {@link Action#FORCE_RUN}
     */
    static Admission decide(
            EnvironmentPicture picture, Action action, List<ServicePlan> services, @Nullable JobEvent event) {
        for (ServicePlan service : services) {
            String misfit = misfit(service, action, event);
            if (misfit != null) {
                return new Refused(misfit);
            }
        }
        if (action == Action.DELETE && alreadyAsked(picture, action, services)) {
            return new NothingToDo();
        }
        if (picture.busy()) {
            return new Accepted();
        }
        if (action == Action.UNINSTALL && nothingThere(picture, services)) {
            return new NothingToDo();
        }
        return services.isEmpty() ? ofEnvironment(picture, action) : ofServices(picture, action, services);
    }

    private static Admission ofServices(EnvironmentPicture picture, Action action, List<ServicePlan> services) {
        List<ServicePlan> refusing = services.stream()
                .filter(service -> !permits(picture, service, action))
                .toList();
        return refusing.isEmpty()
                ? new Accepted()
                : new Refused(refusing.stream()
                        .map(service -> reason(describe(service), picture.stateOf(service), action))
                        .collect(Collectors.joining("; ")));
    }

    /**
     * An environment-wide action takes those services along whose states allow it, and is refused only if there is none.
     * The environment's own state does not tell: it is the outcome of the last deployment, which may have been of one
     * service.
     */
    private static Admission ofEnvironment(EnvironmentPicture picture, Action action) {
        List<ServicePlan> meant = picture.blueprint().services().stream()
                .filter(service -> service.takesPart(action, true))
                .toList();
        boolean canBeEmpty = action == Action.DEPLOY || action.removes();
        if (canBeEmpty || meant.stream().anyMatch(service -> permits(picture, service, action))) {
            return new Accepted();
        }
        Set<DeploymentState> states = meant.stream().map(picture::stateOf).collect(Collectors.toSet());
        return states.size() == 1
                ? new Refused(reason("the environment", states.iterator().next(), action))
                : new Refused("no service of the environment is in a state that allows this");
    }

    /** A job that only runs at the end of others can be stopped as long as there is another service to stop. */
    private static boolean permits(EnvironmentPicture picture, ServicePlan service, Action action) {
        return picture.stateOf(service).allows(action)
                || (action == Action.STOP
                        && service.endsOnly()
                        && service.triggersOn(action)
                        && picture.blueprint().services().stream()
                                .filter(other -> !other.endsOnly())
                                .anyMatch(other -> picture.stateOf(other).allows(action)));
    }

    /** Decides about the cancellation of what runs, or of what waits if nothing runs. */
    static Admission cancel(EnvironmentPicture picture, boolean force) {
        Optional<Deployment> running = picture.running();
        if (running.isPresent()) {
            boolean forced = picture.cancellations().stream()
                    .anyMatch(c -> c.force() && running.get().requestIds().contains(c.target()));
            if (forced || (picture.cancelling(running.get()) && !force)) {
                return new Refused("the deployment is already being cancelled");
            }
            return new Cancelled(running.get().id(), true);
        }
        return picture.waiting().stream()
                .findFirst()
                .map(request -> cancelWaiting(picture, request))
                .orElseGet(
                        () -> new Refused("nothing is being deployed and nothing waits: there is nothing to cancel"));
    }

    /** Decides about the cancellation of one request that waits, by the id of any request that merged into it. */
    static Admission cancelRequest(EnvironmentPicture picture, String requestId) {
        return picture.waiting().stream()
                .filter(request -> request.requestIds().contains(requestId))
                .findFirst()
                .map(request -> cancelWaiting(picture, request))
                .orElseGet(() ->
                        new Refused("the request does not wait any more: it has started, ended or was cancelled"));
    }

    private static Admission cancelWaiting(EnvironmentPicture picture, QueuedRequest request) {
        if (picture.cancellations().stream().anyMatch(c -> request.requestIds().contains(c.target()))) {
            return new Refused("the request is already being cancelled");
        }
        return new Cancelled(request.id(), !picture.unseen().contains(request));
    }

    private static @Nullable String misfit(ServicePlan service, Action action, @Nullable JobEvent event) {
        if (action == Action.RESTART && service.isJob()) {
            return describe(service) + " is a job: jobs cannot be restarted, redeploy it or force a run";
        }
        if (action == Action.FORCE_RUN && !service.isJob()) {
            return describe(service) + " is no job: only jobs can be run for an event";
        }
        if (action == Action.FORCE_RUN && (event == null || !service.events().contains(event))) {
            return describe(service) + " has nothing to run for the event " + event;
        }
        return null;
    }

    private static boolean alreadyAsked(EnvironmentPicture picture, Action action, List<ServicePlan> services) {
        List<String> ids = services.stream().map(ServicePlan::id).toList();
        return picture.waiting().stream()
                .anyMatch(request -> request.action() == action
                        && (ids.isEmpty()
                                ? request.serviceIds().isEmpty()
                                : request.serviceIds().containsAll(ids)));
    }

    private static boolean nothingThere(EnvironmentPicture picture, List<ServicePlan> services) {
        List<ServicePlan> meant = services.isEmpty() ? picture.blueprint().services() : services;
        return meant.stream()
                .map(picture::stateOf)
                .allMatch(state -> state == DeploymentState.READY || state == DeploymentState.DELETED);
    }

    private static String describe(ServicePlan service) {
        return "'" + service.name() + "'";
    }

    private static String reason(String what, DeploymentState state, Action action) {
        if (action == Action.STOP && state == DeploymentState.STOPPED) {
            return what + " is already stopped";
        }
        if (state == DeploymentState.READY) {
            return what + " was never deployed: deploy first";
        }
        if (action == Action.RESTART) {
            return what + " is " + state + ": only what is DEPLOYED or RESTARTED can be restarted";
        }
        return what + " is " + state + ": " + action.name().toLowerCase(Locale.ROOT) + " is not possible, deploy first";
    }
}
