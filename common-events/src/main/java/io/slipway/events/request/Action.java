package io.slipway.events.request;

import io.slipway.events.spec.JobEvent;
import org.jspecify.annotations.Nullable;

/** What can be asked of an environment, of one service or of a subset of services. */
public enum Action {
    /** Bring up to the wanted version. */
    DEPLOY,
    /** Bring up again with the versions deployed last; what has no differences is not touched. */
    REDEPLOY,
    /** Stop; volumes stay. */
    STOP,
    /** Replace the running instances of services by fresh ones; jobs have no restart. */
    RESTART,
    /** Remove everything that runs, with volumes; the configuration goes too. */
    DELETE,
    /** Like {@link #DELETE}, but the configuration stays. */
    UNINSTALL,
    /** Run one job for one event, without the rest of the pipeline. */
    FORCE_RUN;

    /** The lifecycle event that this action triggers; null if it triggers none by itself. */
    public @Nullable JobEvent lifecycleEvent() {
        return switch (this) {
            case DEPLOY, REDEPLOY -> JobEvent.START;
            case STOP -> JobEvent.STOP;
            case DELETE, UNINSTALL -> JobEvent.DELETE;
            case RESTART, FORCE_RUN -> null;
        };
    }

    /** Whether stages run from the last to the first. */
    public boolean reverseOrder() {
        return this == STOP || removes();
    }

    /** Whether the action removes workloads and their volumes. */
    public boolean removes() {
        return this == DELETE || this == UNINSTALL;
    }

    /** Whether the action brings services up, with a build phase before. */
    public boolean deploys() {
        return this == DEPLOY || this == REDEPLOY;
    }
}
