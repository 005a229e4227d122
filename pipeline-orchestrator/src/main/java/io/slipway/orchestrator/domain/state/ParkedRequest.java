package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.request.DeployRequested;
import java.time.Instant;

/**
 * A request that waits for the configuration version that it was made against.
 *
 * @param until when it is rejected if that version has not arrived
 */
public record ParkedRequest(DeployRequested request, Instant until) {

    public ParkedRequest {
        Copies.required(request, "request");
        Copies.required(until, "until");
    }
}
