package io.slipway.events.status;

import io.slipway.events.request.Action;

/** Deployment state of a service or environment; the names are those of the REST contract. */
public enum DeploymentState {
    READY(Group.INITIAL),
    QUEUED(Group.QUEUED),
    BUILDING(Group.ACTIVE),
    BUILD_ERROR(Group.ERROR),
    DEPLOYING(Group.ACTIVE),
    DEPLOYMENT_ERROR(Group.ERROR),
    DEPLOYED(Group.SUCCESS),
    STOP_QUEUED(Group.QUEUED),
    STOPPING(Group.ACTIVE),
    STOP_ERROR(Group.ERROR),
    STOPPED(Group.SUCCESS),
    RESTART_QUEUED(Group.QUEUED),
    RESTARTING(Group.ACTIVE),
    RESTART_ERROR(Group.ERROR),
    RESTARTED(Group.SUCCESS),
    DELETE_QUEUED(Group.QUEUED),
    DELETING(Group.ACTIVE),
    DELETE_ERROR(Group.ERROR),
    DELETED(Group.SUCCESS),
    CANCELING(Group.ACTIVE),
    CANCELED(Group.CANCELED);

    private final Group group;

    DeploymentState(Group group) {
        this.group = group;
    }

    /** Which kind of state this is. */
    public Group group() {
        return group;
    }

    /** Whether nothing is under way or waiting. */
    public boolean isFinal() {
        return group != Group.QUEUED && group != Group.ACTIVE;
    }

    /** Whether it is one of the error states. */
    public boolean isError() {
        return group == Group.ERROR;
    }

    /**
     * Whether {@code action} can be asked for in this state. While something is under way everything can: it queues.
     * Forced runs are always allowed.
     */
    public boolean allows(Action action) {
        if (!isFinal() || action == Action.FORCE_RUN) {
            return true;
        }
        return switch (this) {
            case READY, STOPPED, DELETED -> action == Action.DEPLOY || action.removes();
            case DEPLOYED, RESTARTED -> true;
            case DEPLOYMENT_ERROR, RESTART_ERROR, BUILD_ERROR, CANCELED, STOP_ERROR ->
                action.deploys() || action == Action.STOP || action.removes();
            case DELETE_ERROR -> action.deploys() || action.removes();
            case QUEUED,
                    BUILDING,
                    DEPLOYING,
                    STOP_QUEUED,
                    STOPPING,
                    RESTART_QUEUED,
                    RESTARTING,
                    DELETE_QUEUED,
                    DELETING,
                    CANCELING -> true;
        };
    }

    /** The state of a service that waits for {@code action}. A forced run counts as a deployment. */
    public static DeploymentState queued(Action action) {
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> QUEUED;
            case STOP -> STOP_QUEUED;
            case RESTART -> RESTART_QUEUED;
            case DELETE, UNINSTALL -> DELETE_QUEUED;
        };
    }

    /** The state of a service for which {@code action} is under way. */
    public static DeploymentState active(Action action) {
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> DEPLOYING;
            case STOP -> STOPPING;
            case RESTART -> RESTARTING;
            case DELETE, UNINSTALL -> DELETING;
        };
    }

    /** The state of a service for which {@code action} succeeded. */
    public static DeploymentState succeeded(Action action) {
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> DEPLOYED;
            case STOP -> STOPPED;
            case RESTART -> RESTARTED;
            case DELETE, UNINSTALL -> DELETED;
        };
    }

    /** The state of a service for which {@code action} failed after its build. */
    public static DeploymentState failed(Action action) {
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> DEPLOYMENT_ERROR;
            case STOP -> STOP_ERROR;
            case RESTART -> RESTART_ERROR;
            case DELETE, UNINSTALL -> DELETE_ERROR;
        };
    }

    /** Kinds of state. */
    public enum Group {
        INITIAL,
        QUEUED,
        ACTIVE,
        SUCCESS,
        ERROR,
        CANCELED
    }
}
