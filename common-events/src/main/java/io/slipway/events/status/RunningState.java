package io.slipway.events.status;

/** What runs, apart from any deployment. WARNING: some instances in error; ERROR: all; COMPLETED: a job that ended. */
public enum RunningState {
    STOPPED,
    STARTING,
    RUNNING,
    STOPPING,
    WARNING,
    ERROR,
    COMPLETED
}
