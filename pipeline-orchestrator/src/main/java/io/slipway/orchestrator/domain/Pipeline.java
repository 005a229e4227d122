package io.slipway.orchestrator.domain;

import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.lifecycle.DeploymentEffect;
import io.slipway.orchestrator.domain.lifecycle.DeploymentEvent;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.DeploymentTable;
import io.slipway.orchestrator.domain.lifecycle.StepEvent;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.lifecycle.TransitionTable.Row;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Drives the running deployment.
 *
 * <p>A stage's build phase comes first: its permits go to the services in order, the next one starts as soon as one ends.
 * When nothing of the stage is left to build, the deploy phase does the same with its own permits; a stage with nothing to
 * build begins there. Services whose build succeeded are deployed even if another one's failed: they are independent, and
 * a stage ends only when all of its services are final. Then the next stage begins, unless one failed.
 */
final class Pipeline {

    private Pipeline() {}

    /** A worker or the collector answered. Answers to anything but the step's last command have no effect. */
    static void answer(Draft draft, StepRef ref, Signal signal) {
        OpenRun run = draft.run;
        PlannedStage stage = run == null ? null : run.currentStage();
        if (run == null || stage == null || !run.plan.id().equals(ref.deploymentId())) {
            return;
        }
        for (PlannedStep step : stage.steps()) {
            if (step.serviceId().equals(ref.serviceId())) {
                boolean current = run.progress(step).attempt() == ref.attempt();
                Steps.signal(draft, run, stage, step, current ? signal : Signal.of(StepEvent.STALE_ANSWER));
                return;
            }
        }
    }

    /** Gives up what should have been heard of by now. */
    static void passDeadlines(Draft draft) {
        OpenRun run = draft.run;
        PlannedStage stage = run == null ? null : run.currentStage();
        if (run == null || stage == null) {
            return;
        }
        for (PlannedStep step : stage.steps()) {
            Instant deadline = run.progress(step).deadline();
            if (deadline != null && !deadline.isAfter(draft.at)) {
                Steps.signal(draft, run, stage, step, Signal.of(StepEvent.DEADLINE_PASSED));
            }
        }
    }

    /** Cancels the running deployment. */
    static void cancel(Draft draft, OpenRun run, boolean force) {
        DeploymentEvent event = force ? DeploymentEvent.CANCEL_FORCED : DeploymentEvent.CANCEL;
        if (DeploymentTable.ROWS.row(run.phase, event)
                instanceof Row.Move<DeploymentPhase, DeploymentEffect>(DeploymentPhase next, DeploymentEffect effect)) {
            run.phase = next;
            draft.publish(Statuses.deployment(run, null));
            boolean jobsToo = effect == DeploymentEffect.CANCEL_STEPS_FORCED;
            offerFrom(draft, run, run.stage, jobsToo ? StepEvent.CANCEL_FORCED : StepEvent.CANCEL);
        }
    }

    /** The environment is forgotten: what is in flight is told to stop, and nobody is waited for. */
    static void abandon(Draft draft, OpenRun run) {
        offerFrom(draft, run, run.stage, StepEvent.CANCEL_FORCED);
        run.phase = DeploymentTable.move(run.phase, DeploymentEvent.ENVIRONMENT_FORGOTTEN)
                .next();
        draft.publish(Statuses.deployment(run, draft.at));
        draft.run = null;
    }

    /** Takes the running deployment as far as it gets without news from outside. True when it ended. */
    static boolean advance(Draft draft, OpenRun run) {
        while (true) {
            DeploymentEvent event = run.phase == DeploymentPhase.ONGOING ? workOn(draft, run) : restOf(run);
            if (event == null) {
                return false;
            }
            Row.Move<DeploymentPhase, DeploymentEffect> move = DeploymentTable.move(run.phase, event);
            run.phase = move.next();
            if (move.effect() == DeploymentEffect.CONCLUDE) {
                conclude(draft, run);
                return true;
            }
            run.stage++;
            draft.publish(Statuses.deployment(run, null));
        }
    }

    /** Hands out permits in the stage under way; tells how the stage ended, or null while it has not. */
    private static @Nullable DeploymentEvent workOn(Draft draft, OpenRun run) {
        PlannedStage stage = run.currentStage();
        if (stage == null) {
            return DeploymentEvent.LAST_STAGE_PASSED;
        }
        grantBuilds(draft, run, stage);
        if (count(run, stage, StepState.BUILDING) > 0) {
            return null;
        }
        grantDeploys(draft, run, stage);
        if (!stage.steps().stream().allMatch(step -> run.state(step).terminal())) {
            return null;
        }
        if (stage.steps().stream().anyMatch(step -> run.state(step).failed())) {
            return DeploymentEvent.STAGE_FAILED;
        }
        return run.stage + 1 < run.plan.stages().size()
                ? DeploymentEvent.STAGE_PASSED
                : DeploymentEvent.LAST_STAGE_PASSED;
    }

    private static void grantBuilds(Draft draft, OpenRun run, PlannedStage stage) {
        int busy = count(run, stage, StepState.BUILDING);
        for (PlannedStep step : stage.steps()) {
            if (busy >= draft.limits.buildParallelism()) {
                return;
            }
            if (run.state(step) == StepState.AWAITING_BUILD) {
                Steps.signal(draft, run, stage, step, WorkOrders.build(draft, run, step));
                if (run.state(step) == StepState.BUILDING) {
                    busy++;
                }
            }
        }
    }

    private static void grantDeploys(Draft draft, OpenRun run, PlannedStage stage) {
        int busy = count(run, stage, StepState.DEPLOYING)
                + count(run, stage, StepState.RUNNING_JOB)
                + count(run, stage, StepState.HARVESTING);
        for (PlannedStep step : stage.steps()) {
            boolean free = busy < draft.limits.deployParallelism() || step.work() == PlannedStep.Work.NOTHING;
            if (free && run.state(step) == StepState.AWAITING_DEPLOY) {
                Steps.signal(draft, run, stage, step, WorkOrders.deploy(draft, run, step));
                if (!run.state(step).terminal()) {
                    busy++;
                }
            }
        }
    }

    private static int count(OpenRun run, PlannedStage stage, StepState state) {
        int count = 0;
        for (PlannedStep step : stage.steps()) {
            if (run.state(step) == state) {
                count++;
            }
        }
        return count;
    }

    private static @Nullable DeploymentEvent restOf(OpenRun run) {
        boolean atRest = run.steps.view().values().stream()
                .allMatch(progress -> progress.state().terminal());
        return atRest ? DeploymentEvent.AT_REST : null;
    }

    private static void conclude(Draft draft, OpenRun run) {
        if (run.phase == DeploymentPhase.FAILED) {
            offerFrom(draft, run, run.stage + 1, StepEvent.DROP);
        }
        draft.publish(Statuses.deployment(run, draft.at));
        draft.run = null;
    }

    private static void offerFrom(Draft draft, OpenRun run, int firstStage, StepEvent event) {
        List<PlannedStage> stages = run.plan.stages();
        for (PlannedStage stage : stages.subList(Math.min(firstStage, stages.size()), stages.size())) {
            for (PlannedStep step : stage.steps()) {
                Steps.signal(draft, run, stage, step, Signal.of(event));
            }
        }
    }

    /** The earliest moment at which something in the run is given up; null if nothing is waited for. */
    static @Nullable Instant earliestDeadline(Iterable<StepProgress> steps) {
        Instant earliest = null;
        for (StepProgress step : steps) {
            Instant deadline = step.deadline();
            if (deadline != null && (earliest == null || deadline.isBefore(earliest))) {
                earliest = deadline;
            }
        }
        return earliest;
    }
}
