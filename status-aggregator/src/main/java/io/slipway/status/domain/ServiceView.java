package io.slipway.status.domain;

import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.work.Endpoint;
import io.slipway.events.work.StepFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has been folded of one service's deployment state.
 *
 * @param course the deployment that touched it last, and its times
 * @param before while a deployment has it: what it was before, for it is that again if the deployment drops it. A
 *     deployment that has done something leaves another state, attempt or failure
 */
public record ServiceView(
        String id,
        DeploymentState state,
        long attempt,
        @Nullable StepFailure failure,
        List<Endpoint> endpoints,
        @Nullable String version,
        Course course,
        @Nullable Before before) {

    public ServiceView {
        endpoints = List.copyOf(endpoints);
    }

    /** The service after {@code event}. */
    static ServiceView after(@Nullable ServiceView known, ServiceChanged event) {
        Before before = Before.of(known);
        Course course = Course.begun(event.deploymentId());
        if (known != null && known.course.deploymentId().equals(event.deploymentId())) {
            before = known.before;
            course = known.course;
        }
        if (!event.state().isFinal()) {
            return of(event, course.after(event.state(), event.at()), before);
        }
        if (before != null && before.isToldBy(event)) {
            return of(event, before.course(), null);
        }
        return of(event, course.after(event.state(), event.at()), null);
    }

    /** Whether {@code deploymentId} has taken the service out of its queue. */
    boolean reachedBy(String deploymentId) {
        return course.startedAt() != null && course.deploymentId().equals(deploymentId);
    }

    private static ServiceView of(ServiceChanged event, Course course, @Nullable Before before) {
        return new ServiceView(
                event.serviceId(),
                event.state(),
                event.attempt(),
                event.failure(),
                event.endpoints(),
                event.version(),
                course,
                before);
    }

    /** What a service was before it began to wait for a deployment. */
    public record Before(
            DeploymentState state, long attempt, @Nullable StepFailure failure, Course course) {

        private static final Before READY = new Before(DeploymentState.READY, 0, null, Course.NONE);

        private static Before of(@Nullable ServiceView service) {
            if (service == null) {
                return READY;
            }
            Before waiting = service.before;
            return service.course.startedAt() == null && waiting != null
                    ? waiting
                    : new Before(service.state, service.attempt, service.failure, service.course);
        }

        private boolean isToldBy(ServiceChanged event) {
            return event.state() == state && event.attempt() == attempt && Objects.equals(event.failure(), failure);
        }
    }

    /**
     * A service's way through one deployment.
     *
     * @param deploymentId empty before the first
     * @param changedAt when its state was entered
     * @param startedAt when it left the queue; null if it has not
     * @param buildMillis how long its build took
     * @param deployMillis how long what came after the build took
     * @param phaseSince when the build or what comes after it began; null if neither is under way
     */
    public record Course(
            String deploymentId,
            @Nullable Instant changedAt,
            @Nullable Instant startedAt,
            @Nullable Long buildMillis,
            @Nullable Long deployMillis,
            @Nullable Instant phaseSince,
            boolean building) {

        static final Course NONE = new Course("", null, null, null, null, null, false);

        static Course begun(String deploymentId) {
            return new Course(deploymentId, null, null, null, null, null, false);
        }

        Course after(DeploymentState state, Instant at) {
            return switch (state.group()) {
                case QUEUED -> ended(at).at(at);
                case ACTIVE -> active(state, at).at(at);
                case INITIAL -> ended(at).at(at);
                // What fails before any work could begin has left the queue, too.
                case SUCCESS, ERROR, CANCELED -> started(at).ended(at).at(at);
            };
        }

        private Course active(DeploymentState state, Instant at) {
            boolean build = state == DeploymentState.BUILDING;
            if (state == DeploymentState.CANCELING || (phaseSince != null && building == build)) {
                return new Course(deploymentId, at, startedAt(at), buildMillis, deployMillis, phaseSince, building);
            }
            Course ended = ended(at);
            return new Course(deploymentId, at, startedAt(at), ended.buildMillis, ended.deployMillis, at, build);
        }

        private Instant startedAt(Instant at) {
            return startedAt == null ? at : startedAt;
        }

        private Course started(Instant at) {
            return new Course(deploymentId, changedAt, startedAt(at), buildMillis, deployMillis, phaseSince, building);
        }

        private Course ended(Instant at) {
            if (phaseSince == null) {
                return this;
            }
            long millis = Math.max(0, Duration.between(phaseSince, at).toMillis());
            return new Course(
                    deploymentId,
                    changedAt,
                    startedAt,
                    building ? Long.valueOf(millis) : buildMillis,
                    building ? deployMillis : Long.valueOf(millis),
                    null,
                    false);
        }

        private Course at(Instant at) {
            return new Course(deploymentId, at, startedAt, buildMillis, deployMillis, phaseSince, building);
        }
    }
}
