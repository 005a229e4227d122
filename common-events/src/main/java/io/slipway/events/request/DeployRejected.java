package io.slipway.events.request;

import io.slipway.events.Copies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request cannot be served: topic {@code deploy.rejected}, key = environment id.
 *
 * @param requestId of the {@link DeployRequested} or {@link CancelRequested}
 * @param action null when a cancellation was rejected
 * @param message what is wrong and what to do, for people
 */
public record DeployRejected(
        String requestId,
        String environmentId,
        @Nullable Action action,
        Reason reason,
        String message,
        Requester requestedBy,
        Instant rejectedAt) {

    public DeployRejected {
        Copies.required(requestId, "requestId");
        Copies.required(environmentId, "environmentId");
        Copies.required(reason, "reason");
        message = message == null ? "" : message;
        Copies.required(requestedBy, "requestedBy");
        Copies.required(rejectedAt, "rejectedAt");
    }

    /** Why a request cannot be served. */
    public enum Reason {
        /** No configuration of this environment has ever been published, or it has been forgotten. */
        UNKNOWN_ENVIRONMENT,
        /** A service id is not of this environment. */
        UNKNOWN_SERVICE,
        /** The state of the service or environment does not allow the action. */
        ACTION_NOT_ALLOWED,
        /** The configuration version that the request names did not arrive in time. */
        SPEC_VERSION_NOT_SEEN,
        /** A commit was given for an image or a tag for a git source. */
        INVALID_VERSION,
        /** A forced run of something that is no job, of several jobs, or for an event that the job does not have. */
        INVALID_FORCE_RUN,
        /** There is no running deployment or queued request to cancel. */
        NOTHING_TO_CANCEL
    }
}
