package io.slipway.gateway.app.feed;

import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Keeps the outputs of jobs: those that count, and those whose run has not been accepted yet. */
public interface OutputStore {

    /** Keeps harvested outputs aside until their run is accepted. */
    Uni<Void> hold(UUID environmentId, UUID jobId, OutputHarvested harvested);

    /** What was kept aside of this run, which is no longer kept then. */
    Uni<List<OutputHarvested>> take(UUID environmentId, long attempt);

    /** Forgets what was kept aside of a job's runs up to this attempt. */
    Uni<Void> drop(UUID environmentId, UUID jobId, long upToAttempt);

    /**
     * Makes the outputs of a run the job's outputs: values of those that are there already are replaced, unless they stem
     * from a later run; outputs that the run did not write stay. A job that the catalog does not have is ignored.
     */
    Uni<Void> apply(UUID environmentId, UUID jobId, long attempt, List<OutputVariable> outputs, Instant at);
}
