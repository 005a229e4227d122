package io.slipway.gateway.domain.deployment;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Deployment;
import io.slipway.events.status.StatusEvent.Phase;

/**
 * An accepted cancellation that the reported status does not show yet.
 *
 * @param target id of the deployment or of the waiting request that it is for
 * @param force whether running lifecycle jobs are killed too
 */
public record Cancellation(String target, boolean force) {

    /**
     * What becomes of it now that {@code status} is known.
     *
     * @param targetOpen whether the target's request was accepted and has not been shown or refused so far
     */
    public Progress progress(EnvironmentStatus status, boolean targetOpen) {
        if (status.queue().stream().anyMatch(request -> request.requestIds().contains(target))) {
            return Progress.DUE;
        }
        Deployment deployment = status.deployment();
        if (deployment != null && deployment.requestIds().contains(target)) {
            return deployment.phase() == Phase.ONGOING ? Progress.DUE : Progress.DONE;
        }
        return targetOpen ? Progress.EARLY : Progress.DONE;
    }

    /** Where a cancellation stands. */
    public enum Progress {
        /** What is to be cancelled has not been shown yet. */
        EARLY,
        /** What is to be cancelled runs or waits. */
        DUE,
        /** It is over or being cancelled. */
        DONE
    }
}
