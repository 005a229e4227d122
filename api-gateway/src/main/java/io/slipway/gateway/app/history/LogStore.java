package io.slipway.gateway.app.history;

import io.slipway.gateway.domain.history.LogEntry;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps logs of deployments. */
public interface LogStore {

    /**
     * Adds lines; those that are there already, and those of environments that the catalog does not have, are left out.
     */
    Uni<Void> append(List<Line> lines);

    /** The newest lines of a deployment, at most {@code limit}, in their order. */
    Uni<List<Told>> of(UUID environmentId, String deploymentId, int limit);

    /** The first lines of a deployment that are told later than {@code after}, in their order; null = from the first. */
    Uni<List<Told>> after(UUID environmentId, String deploymentId, @Nullable Instant after, int limit);

    /** The newest lines about a service, of whichever deployment, at most {@code limit}, in their order. */
    Uni<List<Told>> ofService(UUID environmentId, String serviceId, int limit);

    /** A line and the environment that it belongs to. */
    record Line(UUID environmentId, LogEntry entry) {}

    /**
     * A line and its place in the order in which lines were added.
     *
     * @param at when it was written, or shortly after: no two lines of an environment have the same time, and one that
     *     was added later has a later one. It never changes, wherever the line is read
     */
    record Told(Instant at, LogEntry entry) {}
}
