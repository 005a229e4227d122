package io.slipway.orchestrator.domain.lifecycle;

import static io.slipway.orchestrator.domain.lifecycle.DeploymentEffect.*;
import static io.slipway.orchestrator.domain.lifecycle.DeploymentEvent.*;
import static io.slipway.orchestrator.domain.lifecycle.DeploymentPhase.*;
import static io.slipway.orchestrator.domain.lifecycle.TransitionTable.IgnoreReason.*;

import io.slipway.orchestrator.domain.lifecycle.TransitionTable.Row;

/** The deployment lifecycle: one request from its arrival to its one final phase. */
public final class DeploymentTable {

    private static final DeploymentEvent[] OF_A_RUN = {STAGE_PASSED, LAST_STAGE_PASSED, STAGE_FAILED, AT_REST};
    private static final DeploymentEvent[] OF_THE_QUEUE = {NEIGHBOUR_MERGED, TURN_CAME};
    private static final DeploymentEvent[] OF_WAITING = {SPEC_ARRIVED, SPEC_WAIT_OVER};

    /** The rows. */
    public static final TransitionTable<DeploymentPhase, DeploymentEvent, DeploymentEffect> ROWS = declare();

    private DeploymentTable() {}

    /** The move for {@code event}; an error of the core if there is none. */
    public static Row.Move<DeploymentPhase, DeploymentEffect> move(DeploymentPhase phase, DeploymentEvent event) {
        return switch (ROWS.row(phase, event)) {
            case Row.Move<DeploymentPhase, DeploymentEffect> move -> move;
            case Row.Ignore<DeploymentPhase, DeploymentEffect> _ ->
                throw new IllegalStateException(event + " was raised in " + phase);
        };
    }

    private static TransitionTable<DeploymentPhase, DeploymentEvent, DeploymentEffect> declare() {
        var table = TransitionTable.<DeploymentPhase, DeploymentEvent, DeploymentEffect>builder(
                DeploymentPhase.class, DeploymentEvent.class);
        table.move(PARKED, SPEC_ARRIVED, QUEUED, ENQUEUE)
                .move(PARKED, SPEC_WAIT_OVER, REJECTED, REJECT)
                .move(PARKED, REFUSED, REJECTED, REJECT)
                .move(PARKED, CANCEL, WITHDRAWN, REMOVE)
                .move(PARKED, CANCEL_FORCED, WITHDRAWN, REMOVE)
                .move(PARKED, ENVIRONMENT_FORGOTTEN, REJECTED, REJECT)
                .ignore(PARKED, NEVER, OF_THE_QUEUE)
                .ignore(PARKED, NEVER, OF_A_RUN);
        table.move(QUEUED, TURN_CAME, ONGOING, START)
                .move(QUEUED, NEIGHBOUR_MERGED, MERGED, REMOVE)
                .move(QUEUED, REFUSED, REJECTED, REJECT)
                .move(QUEUED, CANCEL, WITHDRAWN, REMOVE)
                .move(QUEUED, CANCEL_FORCED, WITHDRAWN, REMOVE)
                .move(QUEUED, ENVIRONMENT_FORGOTTEN, REJECTED, REJECT)
                .ignore(QUEUED, NEVER, OF_WAITING)
                .ignore(QUEUED, NEVER, OF_A_RUN);
        table.move(ONGOING, STAGE_PASSED, ONGOING, OPEN_NEXT_STAGE)
                .move(ONGOING, LAST_STAGE_PASSED, SUCCEEDED, CONCLUDE)
                .move(ONGOING, STAGE_FAILED, FAILED, CONCLUDE)
                .move(ONGOING, CANCEL, CANCELING, CANCEL_STEPS)
                .move(ONGOING, CANCEL_FORCED, CANCELING_FORCED, CANCEL_STEPS_FORCED)
                .move(ONGOING, ENVIRONMENT_FORGOTTEN, CANCELED, ABANDON)
                .ignore(ONGOING, NEVER, OF_WAITING)
                .ignore(ONGOING, NEVER, OF_THE_QUEUE)
                .ignore(ONGOING, NEVER, REFUSED, AT_REST);
        table.move(CANCELING, CANCEL_FORCED, CANCELING_FORCED, CANCEL_STEPS_FORCED)
                .ignore(CANCELING, BEING_CANCELED, CANCEL);
        table.ignore(CANCELING_FORCED, BEING_CANCELED, CANCEL, CANCEL_FORCED);
        for (DeploymentPhase canceling : new DeploymentPhase[] {CANCELING, CANCELING_FORCED}) {
            table.move(canceling, AT_REST, CANCELED, CONCLUDE)
                    .move(canceling, ENVIRONMENT_FORGOTTEN, CANCELED, ABANDON)
                    .ignore(canceling, NEVER, OF_WAITING)
                    .ignore(canceling, NEVER, OF_THE_QUEUE)
                    .ignore(canceling, NEVER, REFUSED, STAGE_PASSED, LAST_STAGE_PASSED, STAGE_FAILED);
        }
        for (DeploymentPhase phase : DeploymentPhase.values()) {
            if (phase.terminal()) {
                table.ignore(phase, FINAL, DeploymentEvent.values());
            }
        }
        return table.complete();
    }
}
