package io.slipway.events.request;

import io.slipway.events.Copies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cancellation is wanted: topic {@code cancel.requested}, public for writing, key = environment id. Members that an
 * outside writer leaves out are filled as for {@link DeployRequested}.
 *
 * @param deploymentRequestId the queued request (or the running deployment) to cancel; null = the running deployment
 * @param force also kill running lifecycle jobs
 */
public record CancelRequested(
        String requestId,
        String environmentId,
        @Nullable String deploymentRequestId,
        boolean force,
        Requester requestedBy,
        Instant requestedAt) {

    public CancelRequested {
        Copies.required(requestId, "requestId");
        Copies.required(environmentId, "environmentId");
        Copies.required(requestedBy, "requestedBy");
        Copies.required(requestedAt, "requestedAt");
    }
}
