package io.slipway.gateway.app.history;

import io.slipway.gateway.domain.history.LogEntry;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;

/** Keeps logs of deployments. */
public interface LogStore {

    /**
     * Adds lines; those that are there already, and those of environments that the catalog does not have, are left out.
     */
    Uni<Void> append(List<Line> lines);

    /** The newest lines of a deployment, at most {@code limit}, in order of time. */
    Uni<List<LogEntry>> of(UUID environmentId, String deploymentId, int limit);

    /** The first lines of a deployment that arrived after the one with the number {@code ordinal}, in that order. */
    Uni<List<Numbered>> after(UUID environmentId, String deploymentId, long ordinal, int limit);

    /** The newest lines about a service, of whichever deployment, at most {@code limit}, in order of time. */
    Uni<List<LogEntry>> ofService(UUID environmentId, String serviceId, int limit);

    /** A line and the environment that it belongs to. */
    record Line(UUID environmentId, LogEntry entry) {}

    /**
     * A line and its place in the order of arrival.
     *
     * @param ordinal grows; no two lines have the same
     */
    record Numbered(long ordinal, LogEntry entry) {}
}
