package io.slipway.gateway.app.feed;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

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

    /** Keeps the number of the last status event. */
    Uni<Void> advance(UUID environmentId, long eventSequence);

    /** Keeps the stages and services as the status events described them last. */
    Uni<Void> describe(UUID environmentId, List<Stage> stages);

    /** What {@link #describe} kept last; empty before the first time. */
    Uni<List<Stage>> described(UUID environmentId);

    /** The newest status. */
    Uni<Optional<EnvironmentStatus>> status(UUID environmentId);

    /**
     * How far the events have been read.
     *
     * @param statusSequence number of the newest status; 0 before the first
     * @param eventSequence number of the last status event; 0 before the first
     */
    record Position(long statusSequence, long eventSequence) {}
}
