package io.slipway.gateway.domain.history;

import io.slipway.events.Copies;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus.StageProgress;
import io.slipway.events.status.StatusEvent.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one deployment did to one stage: the services of the stage that took part. */
public record StageRecord(String id, String name, List<ServiceRecord> services) {

    public StageRecord {
        services = Copies.list(services);
    }

    /** Where the stage stands in a deployment that is in {@code phase}. */
    public StageProgress progress(Phase phase) {
        if (services.isEmpty()) {
            return StageProgress.SKIPPED;
        }
        boolean reached = services.stream().anyMatch(ServiceRecord::reached);
        if (!reached) {
            return switch (phase) {
                case ONGOING -> StageProgress.QUEUED;
                case CANCELING, CANCELED -> StageProgress.CANCELED;
                case FAILED -> StageProgress.SKIPPED;
                case SUCCEEDED -> StageProgress.DONE;
            };
        }
        if (!phase.isFinal() && !services.stream().allMatch(ServiceRecord::resting)) {
            return StageProgress.ONGOING;
        }
        if (has(DeploymentState.Group.ERROR)) {
            return StageProgress.ERROR;
        }
        boolean cutShort = phase == Phase.CANCELED && services.stream().anyMatch(s -> !s.reached());
        return has(DeploymentState.Group.CANCELED) || cutShort ? StageProgress.CANCELED : StageProgress.DONE;
    }

    /** From the first service's start to the last one's end, up to {@code now} if it goes on. */
    public Duration duration(Phase phase, Instant now) {
        @Nullable
        Instant start = services.stream()
                .map(ServiceRecord::startedAt)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(null);
        boolean over = phase.isFinal() || services.stream().allMatch(ServiceRecord::resting);
        @Nullable
        Instant end = services.stream()
                .filter(ServiceRecord::reached)
                .map(ServiceRecord::endedAt)
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
        return DeploymentRecord.between(start, over ? end : null, now);
    }

    private boolean has(DeploymentState.Group group) {
        return services.stream()
                .filter(ServiceRecord::reached)
                .anyMatch(service -> service.state() != null && service.state().group() == group);
    }
}
