package io.slipway.gateway.domain.history;

import io.slipway.events.request.Action;

/** What was asked for: those values of the contract's {@code DeploymentHistoryTriggerAction} that Slipway has. */
public enum TriggerAction {
    DEPLOY,
    DELETE,
    RESTART,
    STOP,
    UNINSTALL;

    /** The contract's name of {@code action}; it has none of their own for redeployments and forced runs. */
    public static TriggerAction of(Action action) {
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> DEPLOY;
            case STOP -> STOP;
            case RESTART -> RESTART;
            case DELETE -> DELETE;
            case UNINSTALL -> UNINSTALL;
        };
    }
}
