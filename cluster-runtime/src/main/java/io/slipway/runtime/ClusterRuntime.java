package io.slipway.runtime;

import java.time.Instant;

/** What runs workloads and jobs on one cluster. */
public interface ClusterRuntime {

    /** Services that run, and schedules. */
    WorkloadRuntime workloads();

    /** Jobs. */
    JobRuntime jobs();

    /** What runs. */
    RunningWatcher running();

    /** What it writes. */
    ServiceLogs logs();

    /** Whether the cluster can be reached at this moment; may block for a moment. */
    boolean answers();

    /** Takes up what is on the cluster. Blocks, and fails if the cluster does not answer; may be called again then. */
    void start();

    /**
     * Removes what is left of job runs that ended before {@code instant} and were never released. Blocks.
     *
     * @return how many
     */
    int releaseEndedBefore(Instant instant);
}
