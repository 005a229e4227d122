package io.slipway.orchestrator.domain.request;

import io.slipway.events.Copies;
import io.slipway.events.request.DeployRejected;

/** Why a request cannot be served, and what to do about it, for people. */
public record Refusal(DeployRejected.Reason reason, String message) {

    public Refusal {
        Copies.required(reason, "reason");
        Copies.required(message, "message");
    }
}
