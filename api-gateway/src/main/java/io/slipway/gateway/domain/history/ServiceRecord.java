package io.slipway.gateway.domain.history;

import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import io.slipway.events.work.StepFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one deployment did to one service.
 *
 * @param state null until the deployment says anything about the service
 * @param attempt the command that led to the state; 0 if none
 * @param version commit or tag that it brings or brought
 * @param startedAt when it left the queue; null if it never did
 * @param endedAt when it came to rest
 */
public record ServiceRecord(
        String id,
        String name,
        ServiceKind kind,
        @Nullable DeploymentState state,
        long attempt,
        @Nullable StepFailure failure,
        @Nullable String version,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        ServiceDetails details) {

    static ServiceRecord waiting(String id, String name, ServiceKind kind, ServiceDetails details) {
        return new ServiceRecord(id, name, kind, null, 0, null, null, null, null, details);
    }

    /**
     * This record after {@code change}.
     *
     * @param before what the deployment before this one left; null if there is none
     */
    ServiceRecord apply(ServiceChanged change, @Nullable ServiceRecord before) {
        boolean resting = change.state().isFinal();
        boolean worked = change.state().group() == DeploymentState.Group.ACTIVE || (resting && !isLeft(change, before));
        return new ServiceRecord(
                id,
                change.name().isEmpty() ? name : change.name(),
                change.serviceKind(),
                change.state(),
                change.attempt(),
                change.failure(),
                change.version() == null ? version : change.version(),
                startedAt == null && worked ? change.at() : startedAt,
                resting ? change.at() : null,
                details);
    }

    /** Whether the deployment did something to the service, rather than leaving it as it was. */
    public boolean reached() {
        return startedAt != null;
    }

    /** Whether nothing further happens to it in this deployment. */
    public boolean resting() {
        return endedAt != null;
    }

    /** How long it took, up to {@code now} if it goes on. */
    public Duration duration(Instant now) {
        return DeploymentRecord.between(startedAt, endedAt, now);
    }

    /** Whether the change only tells that the service is again what it was before the deployment. */
    private static boolean isLeft(ServiceChanged change, @Nullable ServiceRecord before) {
        return before == null
                ? change.state() == DeploymentState.READY
                : change.state() == before.state
                        && change.attempt() == before.attempt
                        && Objects.equals(change.failure(), before.failure);
    }
}
