package io.slipway.gateway.domain.deployment;

import io.slipway.events.request.Action;
import io.slipway.events.status.DeploymentState;
import org.jspecify.annotations.Nullable;

/** A deployment state in structured form, as the REST contract's {@code StatusDetails} has it. */
public record StatusDetails(Kind action, Progress status) {

    /**
     * Splits {@code state}.
     *
     * @param lastAction the action that led to the state; the cancelled states do not tell
     */
    public static StatusDetails of(DeploymentState state, @Nullable Action lastAction) {
        return switch (state) {
            case READY -> new StatusDetails(Kind.UNKNOWN, Progress.NEVER);
            case QUEUED -> new StatusDetails(Kind.DEPLOY, Progress.QUEUED);
            case BUILDING, DEPLOYING -> new StatusDetails(Kind.DEPLOY, Progress.ONGOING);
            case BUILD_ERROR, DEPLOYMENT_ERROR -> new StatusDetails(Kind.DEPLOY, Progress.ERROR);
            case DEPLOYED -> new StatusDetails(Kind.DEPLOY, Progress.SUCCESS);
            case STOP_QUEUED -> new StatusDetails(Kind.STOP, Progress.QUEUED);
            case STOPPING -> new StatusDetails(Kind.STOP, Progress.ONGOING);
            case STOP_ERROR -> new StatusDetails(Kind.STOP, Progress.ERROR);
            case STOPPED -> new StatusDetails(Kind.STOP, Progress.SUCCESS);
            case RESTART_QUEUED -> new StatusDetails(Kind.RESTART, Progress.QUEUED);
            case RESTARTING -> new StatusDetails(Kind.RESTART, Progress.ONGOING);
            case RESTART_ERROR -> new StatusDetails(Kind.RESTART, Progress.ERROR);
            case RESTARTED -> new StatusDetails(Kind.RESTART, Progress.SUCCESS);
            case DELETE_QUEUED -> new StatusDetails(Kind.DELETE, Progress.QUEUED);
            case DELETING -> new StatusDetails(Kind.DELETE, Progress.ONGOING);
            case DELETE_ERROR -> new StatusDetails(Kind.DELETE, Progress.ERROR);
            case DELETED -> new StatusDetails(Kind.DELETE, Progress.SUCCESS);
            case CANCELING -> new StatusDetails(Kind.of(lastAction), Progress.CANCELING);
            case CANCELED -> new StatusDetails(Kind.of(lastAction), Progress.CANCELED);
        };
    }

    /** What was asked for: the contract's {@code ServiceActionEnum}. */
    public enum Kind {
        DEPLOY,
        DELETE,
        RESTART,
        STOP,
        UNKNOWN;

        /** The kind of {@code action}. */
        public static Kind of(@Nullable Action action) {
            if (action == null) {
                return UNKNOWN;
            }
            return switch (action) {
                case DEPLOY, REDEPLOY, FORCE_RUN -> DEPLOY;
                case STOP -> STOP;
                case RESTART -> RESTART;
                case DELETE, UNINSTALL -> DELETE;
            };
        }
    }

    /** How far it is: those values of the contract's {@code ServiceActionStatusEnum} that Slipway has. */
    public enum Progress {
        QUEUED,
        ONGOING,
        SUCCESS,
        ERROR,
        CANCELED,
        CANCELING,
        NEVER
    }
}
