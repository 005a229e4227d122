package io.slipway.orchestrator.domain.lifecycle;

/** Where a request stands from its arrival to its one final state. */
public enum DeploymentPhase {
    /** Waits for the configuration version that it names. */
    PARKED,
    /** Waits for the deployments before it. */
    QUEUED,
    /** Its stages are under way. */
    ONGOING,
    /** Was cancelled; what is in flight comes to rest, running lifecycle jobs are left to finish. */
    CANCELING,
    /** Was cancelled with force: running lifecycle jobs are killed too. */
    CANCELING_FORCED,
    /** Every stage passed. */
    SUCCEEDED,
    /** A service failed; later stages were not reached. */
    FAILED,
    /** Was cancelled while it ran. */
    CANCELED,
    /** Was cancelled before it began. */
    WITHDRAWN,
    /** Goes on as part of its neighbour in the queue. */
    MERGED,
    /** Could not be served. */
    REJECTED;

    /** Whether nothing follows. */
    public boolean terminal() {
        return switch (this) {
            case PARKED, QUEUED, ONGOING, CANCELING, CANCELING_FORCED -> false;
            case SUCCEEDED, FAILED, CANCELED, WITHDRAWN, MERGED, REJECTED -> true;
        };
    }
}
