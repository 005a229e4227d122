package io.slipway.status.domain;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been folded of one environment. It has parts, so that an event changes few of them and the others stay the
 * same objects.
 *
 * @param layout stages and members; null before the first description
 * @param deployments the running or last deployment and the queue; null before the first
 * @param services by id, those that a deployment has touched
 * @param running by id, the last that was told of each service; also of services that are not described yet, for the
 *     two topics are not in order with each other
 */
public record EnvironmentView(
        String environmentId,
        Progress progress,
        @Nullable Layout layout,
        @Nullable Deployments deployments,
        Map<String, ServiceView> services,
        Map<String, ServiceRunning> running) {

    public EnvironmentView {
        services = Collections.unmodifiableMap(services);
        running = Collections.unmodifiableMap(running);
    }

    /** An environment of which nothing has been told. */
    public static EnvironmentView unknown(String environmentId) {
        return new EnvironmentView(environmentId, Progress.NONE, null, null, Map.of(), Map.of());
    }

    EnvironmentView with(Progress next) {
        return new EnvironmentView(environmentId, next, layout, deployments, services, running);
    }

    EnvironmentView with(Layout next) {
        return new EnvironmentView(environmentId, progress, next, deployments, services, running);
    }

    EnvironmentView with(Deployments next) {
        return new EnvironmentView(environmentId, progress, layout, next, services, running);
    }

    EnvironmentView with(ServiceView next) {
        Map<String, ServiceView> changed = new LinkedHashMap<>(services);
        changed.put(next.id(), next);
        return new EnvironmentView(environmentId, progress, layout, deployments, changed, running);
    }

    EnvironmentView with(ServiceRunning next) {
        Map<String, ServiceRunning> changed = new LinkedHashMap<>(running);
        changed.put(next.serviceId(), next);
        return new EnvironmentView(environmentId, progress, layout, deployments, services, changed);
    }

    EnvironmentView withoutRunning(String serviceId) {
        if (!running.containsKey(serviceId)) {
            return this;
        }
        Map<String, ServiceRunning> changed = new LinkedHashMap<>(running);
        changed.remove(serviceId);
        return new EnvironmentView(environmentId, progress, layout, deployments, services, changed);
    }

    /** Without what is known of the services in {@code gone}; deployment states also of others that are not described. */
    EnvironmentView retain(Set<String> described, Set<String> gone) {
        Map<String, ServiceView> kept = new LinkedHashMap<>(services);
        kept.keySet().retainAll(described);
        Map<String, ServiceRunning> keptRunning = new LinkedHashMap<>(running);
        keptRunning.keySet().removeAll(gone);
        return new EnvironmentView(environmentId, progress, layout, deployments, kept, keptRunning);
    }

    /** The running or last deployment; null before the first. */
    StatusEvent.@Nullable Deployment deployment() {
        return deployments == null ? null : deployments.deployment();
    }

    /** Ids of the described services. */
    Set<String> described() {
        return layout == null ? Set.of() : layout.serviceIds();
    }

    /**
     * How far the fold has come.
     *
     * @param folded sequence of the last status event that was folded
     * @param published sequence of the last published environment status
     * @param at time of the newest event that was folded
     * @param forgotten the environment was withdrawn and has not come back
     * @param shownActive the last state of a service at work that the environment showed in its deployment
     */
    public record Progress(
            long folded,
            long published,
            @Nullable Instant at,
            boolean forgotten,
            @Nullable DeploymentState shownActive) {

        static final Progress NONE = new Progress(0, 0, null, false, null);
    }

    /** How the environment is laid out. */
    public record Layout(String name, long specVersion, List<StatusEvent.Stage> stages) {

        public Layout {
            stages = List.copyOf(stages);
        }

        Set<String> serviceIds() {
            Set<String> ids = new HashSet<>();
            stages.forEach(stage -> stage.services().forEach(member -> ids.add(member.id())));
            return ids;
        }
    }

    /** The running or last deployment, and the queue. */
    public record Deployments(StatusEvent.@Nullable Deployment deployment, List<StatusEvent.QueuedRequest> queue) {

        public Deployments {
            queue = List.copyOf(queue);
        }
    }
}
