package io.slipway.status.domain;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.DeploymentChanged;
import io.slipway.events.status.StatusEvent.EnvironmentDescribed;
import io.slipway.events.status.StatusEvent.EnvironmentForgotten;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.status.domain.EnvironmentView.Deployments;
import io.slipway.status.domain.EnvironmentView.Layout;
import io.slipway.status.domain.EnvironmentView.Progress;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Folds events into what is known of an environment. Deterministic: the same events in the same order give the same view.
 * An event that changes nothing gives the same reference.
 *
 * <p>Status events carry a sequence number: one that is not above the last is a repetition and ignored. Running states
 * have none: one that is older than the last of its service, or tells the same, is ignored.
 */
public final class Fold {

    private Fold() {}

    /** The view after a status event. */
    public static EnvironmentView fold(EnvironmentView view, StatusEvent event) {
        if (event.sequence() <= view.progress().folded()) {
            return view;
        }
        EnvironmentView changed = switch (event) {
            case EnvironmentDescribed described -> described(view, described);
            case DeploymentChanged deployment ->
                view.with(new Deployments(deployment.deployment(), deployment.queue()));
            case ServiceChanged service -> service(view, service);
            case EnvironmentForgotten _ -> EnvironmentView.unknown(view.environmentId());
        };
        return changed.with(new Progress(
                event.sequence(),
                view.progress().published(),
                later(view.progress().at(), event.at()),
                event instanceof EnvironmentForgotten,
                shownActive(view, changed)));
    }

    /** The view after a change of a running state. */
    public static EnvironmentView fold(EnvironmentView view, ServiceRunning event) {
        ServiceRunning known = view.running().get(event.serviceId());
        if (known != null && (event.at().isBefore(known.at()) || tellsTheSame(known, event))) {
            return view;
        }
        if (isNothing(event) && !view.described().contains(event.serviceId())) {
            // Its service is gone, or it has not come yet and stopped is what it will be taken for.
            return view.withoutRunning(event.serviceId());
        }
        Progress progress = view.progress();
        return view.with(event)
                .with(new Progress(
                        progress.folded(),
                        progress.published(),
                        later(progress.at(), event.at()),
                        progress.forgotten(),
                        progress.shownActive()));
    }

    private static EnvironmentView described(EnvironmentView view, EnvironmentDescribed event) {
        Layout layout = new Layout(event.name(), event.specVersion(), event.stages());
        Set<String> gone = new HashSet<>(view.described());
        gone.removeAll(layout.serviceIds());
        return view.with(layout).retain(layout.serviceIds(), gone);
    }

    private static EnvironmentView service(EnvironmentView view, ServiceChanged event) {
        Map<String, ServiceView> services = view.services();
        return view.with(ServiceView.after(services.get(event.serviceId()), event));
    }

    /** What the environment shows while its deployment is between two services; forgotten when the next one begins. */
    private static @Nullable DeploymentState shownActive(EnvironmentView before, EnvironmentView after) {
        DeploymentState now = EnvironmentStates.mostAdvanced(after);
        if (now != null) {
            return now;
        }
        return Objects.equals(id(before), id(after)) ? before.progress().shownActive() : null;
    }

    private static @Nullable String id(EnvironmentView view) {
        StatusEvent.Deployment deployment = view.deployment();
        return deployment == null ? null : deployment.id();
    }

    private static boolean tellsTheSame(ServiceRunning known, ServiceRunning event) {
        return known.state() == event.state() && known.instances().equals(event.instances());
    }

    private static boolean isNothing(ServiceRunning event) {
        return event.state() == RunningState.STOPPED && event.instances().isEmpty();
    }

    private static Instant later(@Nullable Instant known, Instant at) {
        return known == null || at.isAfter(known) ? at : known;
    }
}
