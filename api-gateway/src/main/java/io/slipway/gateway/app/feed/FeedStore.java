package io.slipway.gateway.app.feed;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps how far the events about environments have been read, and their newest statuses. */
public interface FeedStore {

    /**
     * Locks positions until the caller's transaction ends: events about one environment are dealt with one after the
     * other, whichever topic they come from. Without those that the catalog does not have.
     */
    Uni<Map<UUID, Position>> lock(Collection<UUID> environmentIds);

    /** The same for one environment. */
    default Uni<Optional<Position>> lock(UUID environmentId) {
        return lock(List.of(environmentId)).map(found -> Optional.ofNullable(found.get(environmentId)));
    }

    /** Keeps these as the newest statuses. */
    Uni<Void> saveStatuses(Map<UUID, EnvironmentStatus> statuses);

    /** Forgets the newest statuses. */
    Uni<Void> clearStatuses(Collection<UUID> environmentIds);

    /** Keeps the numbers of the last status events. */
    Uni<Void> advance(Map<UUID, Long> eventSequences);

    /** Keeps stages and services as the status events described them last. */
    Uni<Void> describe(Map<UUID, List<Stage>> stages);

    /** What {@link #describe} kept last; nothing before the first time. */
    Uni<Map<UUID, List<Stage>>> described(Collection<UUID> environmentIds);

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
