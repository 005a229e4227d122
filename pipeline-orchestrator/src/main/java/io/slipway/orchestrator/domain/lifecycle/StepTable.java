package io.slipway.orchestrator.domain.lifecycle;

import static io.slipway.orchestrator.domain.lifecycle.StepEffect.*;
import static io.slipway.orchestrator.domain.lifecycle.StepEvent.*;
import static io.slipway.orchestrator.domain.lifecycle.StepState.*;
import static io.slipway.orchestrator.domain.lifecycle.TransitionTable.IgnoreReason.*;

/**
 * The step state machine: one service within one deployment.
 *
 * <p>Three rules stand behind the rows. A worker that says "cancelled" without having been told to has failed. Once an
 * attempt's cancellation is published, the step ends CANCELED whatever the worker answers: what a worker finished at the
 * last moment may be undone when the command is delivered to it again. The collector may be heard before the worker whose
 * job it harvested, because the two write to different topics.
 */
public final class StepTable {

    private static final StepEvent[] OF_THE_CORE = {
        BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT, NOTHING_TO_DO, COMMAND_INVALID, DEADLINE_PASSED, DROP
    };
    private static final StepEvent[] BUILD_ANSWERS = {BUILD_SUCCEEDED, BUILD_FAILED, BUILD_CANCELED};
    private static final StepEvent[] WORKLOAD_ANSWERS = {WORKLOAD_REACHED, WORKLOAD_FAILED, WORKLOAD_CANCELED};
    private static final StepEvent[] JOB_ANSWERS = {JOB_SUCCEEDED, JOB_FAILED, JOB_CANCELED};
    private static final StepEvent[] COLLECTOR_ANSWERS = {OUTPUTS_HARVESTED, OUTPUTS_INVALID};

    /** The rows. */
    public static final TransitionTable<StepState, StepEvent, StepEffect> ROWS = declare();

    private StepTable() {}

    private static TransitionTable<StepState, StepEvent, StepEffect> declare() {
        var table = TransitionTable.<StepState, StepEvent, StepEffect>builder(StepState.class, StepEvent.class);
        for (StepState state : StepState.values()) {
            table.ignore(state, STALE, STALE_ANSWER);
        }
        waiting(table);
        building(table);
        deploying(table);
        runningJob(table);
        canceling(table);
        finals(table);
        return table.complete();
    }

    private static void waiting(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        table.move(AWAITING_BUILD, BUILD_PERMIT, BUILDING, ISSUE_COMMAND)
                .move(AWAITING_BUILD, COMMAND_INVALID, BUILD_ERROR, SETTLE_FAILED)
                .move(AWAITING_BUILD, CANCEL, NOT_REACHED, RESTORE)
                .move(AWAITING_BUILD, CANCEL_FORCED, NOT_REACHED, RESTORE)
                .move(AWAITING_BUILD, DROP, NOT_REACHED, RESTORE)
                .ignore(AWAITING_BUILD, NEVER, WORKLOAD_PERMIT, JOB_PERMIT, NOTHING_TO_DO, DEADLINE_PASSED)
                .ignore(AWAITING_BUILD, NOT_ASKED, BUILD_ANSWERS)
                .ignore(AWAITING_BUILD, NOT_ASKED, WORKLOAD_ANSWERS)
                .ignore(AWAITING_BUILD, NOT_ASKED, JOB_ANSWERS)
                .ignore(AWAITING_BUILD, NOT_ASKED, COLLECTOR_ANSWERS);
        table.move(AWAITING_DEPLOY, WORKLOAD_PERMIT, DEPLOYING, ISSUE_COMMAND)
                .move(AWAITING_DEPLOY, JOB_PERMIT, RUNNING_JOB, ISSUE_COMMAND)
                .move(AWAITING_DEPLOY, NOTHING_TO_DO, SUCCEEDED, SETTLE_SUCCEEDED)
                .move(AWAITING_DEPLOY, COMMAND_INVALID, FAILED, SETTLE_FAILED)
                .move(AWAITING_DEPLOY, CANCEL, NOT_REACHED, RESTORE)
                .move(AWAITING_DEPLOY, CANCEL_FORCED, NOT_REACHED, RESTORE)
                .move(AWAITING_DEPLOY, DROP, NOT_REACHED, RESTORE)
                .ignore(AWAITING_DEPLOY, NEVER, BUILD_PERMIT, DEADLINE_PASSED)
                .ignore(AWAITING_DEPLOY, REPEATED, BUILD_ANSWERS)
                .ignore(AWAITING_DEPLOY, NOT_ASKED, WORKLOAD_ANSWERS)
                .ignore(AWAITING_DEPLOY, NOT_ASKED, JOB_ANSWERS)
                .ignore(AWAITING_DEPLOY, NOT_ASKED, COLLECTOR_ANSWERS);
    }

    private static void building(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        table.move(BUILDING, BUILD_SUCCEEDED, AWAITING_DEPLOY, KEEP_IMAGE)
                .move(BUILDING, BUILD_FAILED, BUILD_ERROR, SETTLE_FAILED)
                .move(BUILDING, BUILD_CANCELED, BUILD_ERROR, SETTLE_FAILED)
                .move(BUILDING, DEADLINE_PASSED, BUILD_ERROR, GIVE_UP)
                .move(BUILDING, CANCEL, CANCELING_BUILD, WITHDRAW)
                .move(BUILDING, CANCEL_FORCED, CANCELING_BUILD, WITHDRAW)
                .ignore(BUILDING, NEVER, BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT)
                .ignore(BUILDING, NEVER, NOTHING_TO_DO, COMMAND_INVALID, DROP)
                .ignore(BUILDING, NOT_ASKED, WORKLOAD_ANSWERS)
                .ignore(BUILDING, NOT_ASKED, JOB_ANSWERS)
                .ignore(BUILDING, NOT_ASKED, COLLECTOR_ANSWERS);
    }

    private static void deploying(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        table.move(DEPLOYING, WORKLOAD_REACHED, SUCCEEDED, SETTLE_SUCCEEDED)
                .move(DEPLOYING, WORKLOAD_FAILED, FAILED, SETTLE_FAILED)
                .move(DEPLOYING, WORKLOAD_CANCELED, FAILED, SETTLE_FAILED)
                .move(DEPLOYING, DEADLINE_PASSED, FAILED, GIVE_UP)
                .move(DEPLOYING, CANCEL, CANCELING_DEPLOY, WITHDRAW)
                .move(DEPLOYING, CANCEL_FORCED, CANCELING_DEPLOY, WITHDRAW)
                .ignore(DEPLOYING, NEVER, BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT)
                .ignore(DEPLOYING, NEVER, NOTHING_TO_DO, COMMAND_INVALID, DROP)
                .ignore(DEPLOYING, NOT_ASKED, BUILD_ANSWERS)
                .ignore(DEPLOYING, NOT_ASKED, JOB_ANSWERS)
                .ignore(DEPLOYING, NOT_ASKED, COLLECTOR_ANSWERS);
    }

    private static void runningJob(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        table.move(RUNNING_JOB, JOB_SUCCEEDED, HARVESTING, AWAIT_OUTPUTS)
                .move(RUNNING_JOB, JOB_FAILED, FAILED, SETTLE_FAILED)
                .move(RUNNING_JOB, JOB_CANCELED, FAILED, SETTLE_FAILED)
                .move(RUNNING_JOB, OUTPUTS_HARVESTED, SUCCEEDED, KEEP_OUTPUTS)
                .move(RUNNING_JOB, OUTPUTS_INVALID, FAILED, SETTLE_FAILED)
                .move(RUNNING_JOB, DEADLINE_PASSED, FAILED, GIVE_UP)
                .move(RUNNING_JOB, CANCEL_FORCED, CANCELING_JOB, WITHDRAW)
                .ignore(RUNNING_JOB, LEFT_TO_FINISH, CANCEL)
                .ignore(RUNNING_JOB, NEVER, BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT)
                .ignore(RUNNING_JOB, NEVER, NOTHING_TO_DO, COMMAND_INVALID, DROP)
                .ignore(RUNNING_JOB, NOT_ASKED, BUILD_ANSWERS)
                .ignore(RUNNING_JOB, NOT_ASKED, WORKLOAD_ANSWERS);
        table.move(HARVESTING, OUTPUTS_HARVESTED, SUCCEEDED, KEEP_OUTPUTS)
                .move(HARVESTING, OUTPUTS_INVALID, FAILED, SETTLE_FAILED)
                .move(HARVESTING, DEADLINE_PASSED, FAILED, GIVE_UP)
                .ignore(HARVESTING, REPEATED, JOB_ANSWERS)
                .ignore(HARVESTING, LEFT_TO_FINISH, CANCEL, CANCEL_FORCED)
                .ignore(HARVESTING, NEVER, BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT)
                .ignore(HARVESTING, NEVER, NOTHING_TO_DO, COMMAND_INVALID, DROP)
                .ignore(HARVESTING, NOT_ASKED, BUILD_ANSWERS)
                .ignore(HARVESTING, NOT_ASKED, WORKLOAD_ANSWERS);
    }

    private static void canceling(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        canceling(table, CANCELING_BUILD, BUILD_ANSWERS);
        table.ignore(CANCELING_BUILD, NOT_ASKED, WORKLOAD_ANSWERS)
                .ignore(CANCELING_BUILD, NOT_ASKED, JOB_ANSWERS)
                .ignore(CANCELING_BUILD, NOT_ASKED, COLLECTOR_ANSWERS);
        canceling(table, CANCELING_DEPLOY, WORKLOAD_ANSWERS);
        table.ignore(CANCELING_DEPLOY, NOT_ASKED, BUILD_ANSWERS)
                .ignore(CANCELING_DEPLOY, NOT_ASKED, JOB_ANSWERS)
                .ignore(CANCELING_DEPLOY, NOT_ASKED, COLLECTOR_ANSWERS);
        canceling(table, CANCELING_JOB, JOB_ANSWERS);
        // The collector's word proves that the job has ended.
        table.move(CANCELING_JOB, OUTPUTS_HARVESTED, CANCELED, SETTLE_CANCELED)
                .move(CANCELING_JOB, OUTPUTS_INVALID, CANCELED, SETTLE_CANCELED)
                .ignore(CANCELING_JOB, NOT_ASKED, BUILD_ANSWERS)
                .ignore(CANCELING_JOB, NOT_ASKED, WORKLOAD_ANSWERS);
    }

    private static void canceling(
            TransitionTable.Builder<StepState, StepEvent, StepEffect> table, StepState state, StepEvent[] answers) {
        for (StepEvent answer : answers) {
            table.move(state, answer, CANCELED, SETTLE_CANCELED);
        }
        table.move(state, DEADLINE_PASSED, CANCELED, SETTLE_CANCELED)
                .ignore(state, BEING_CANCELED, CANCEL, CANCEL_FORCED)
                .ignore(state, NEVER, BUILD_PERMIT, WORKLOAD_PERMIT, JOB_PERMIT)
                .ignore(state, NEVER, NOTHING_TO_DO, COMMAND_INVALID, DROP);
    }

    private static void finals(TransitionTable.Builder<StepState, StepEvent, StepEffect> table) {
        for (StepState state : StepState.values()) {
            if (state.terminal()) {
                table.ignore(state, FINAL, BUILD_ANSWERS)
                        .ignore(state, FINAL, WORKLOAD_ANSWERS)
                        .ignore(state, FINAL, JOB_ANSWERS)
                        .ignore(state, FINAL, COLLECTOR_ANSWERS)
                        .ignore(state, FINAL, CANCEL, CANCEL_FORCED)
                        .ignore(state, NEVER, OF_THE_CORE);
            }
        }
    }
}
