package io.slipway.gateway.rest.deployment;

import io.slipway.gateway.domain.deployment.StatusDetails;

/** The contract's {@code StatusDetails}. */
public record StatusDetailsBody(StatusDetails.Kind action, StatusDetails.Progress status, String subAction) {

    /** The body for {@code details}. */
    public static StatusDetailsBody of(StatusDetails details) {
        return new StatusDetailsBody(details.action(), details.status(), "NONE");
    }
}
