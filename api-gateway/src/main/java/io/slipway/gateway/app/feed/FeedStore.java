package io.slipway.gateway.app.feed;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps how far the events about an environment have been read, and its newest status. */
public interface FeedStore {

    /**
     * Locks the environment's position until the caller's transaction ends: events about one environment are dealt with
     * one after the other, whichever topic they come from. Empty if the catalog has no such environment.
     */
    Uni<Optional<Position>> lock(UUID environmentId);

    /** Keeps {@code status} as the newest. */
    Uni<Void> saveStatus(UUID environmentId, EnvironmentStatus status);

    /** Forgets the newest status. */
    Uni<Void> clearStatus(UUID environmentId);

    /** Keeps the number of the last status event, and the stages as they were described last. */
    Uni<Void> savePosition(UUID environmentId, long eventSequence, List<Stage> described);

    /**
     * How far the events have been read.
     *
     * @param reported the newest status; null before the first
     * @param eventSequence number of the last status event; 0 before the first
     * @param described stages and services as the status events described them last
     */
    record Position(@Nullable EnvironmentStatus reported, long eventSequence, List<Stage> described) {}
}
