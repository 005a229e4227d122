package io.slipway.orchestrator.domain;

import io.slipway.events.request.Action;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.orchestrator.domain.lifecycle.StepEffect;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.lifecycle.StepTable;
import io.slipway.orchestrator.domain.lifecycle.TransitionTable.IgnoreReason;
import io.slipway.orchestrator.domain.lifecycle.TransitionTable.Row;
import io.slipway.orchestrator.domain.request.Versions;
import io.slipway.orchestrator.domain.state.JobOutputs;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.ServiceRecord;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Carries out the rows of {@link StepTable}. */
final class Steps {

    private Steps() {}

    /** Lets one event happen to one step: looks the row up, carries its effect out, tells of the service's new state. */
    static void signal(Draft draft, OpenRun run, PlannedStage stage, PlannedStep step, Signal signal) {
        StepProgress before = run.progress(step);
        switch (StepTable.ROWS.row(before.state(), signal.event())) {
            case Row.Ignore<StepState, StepEffect>(IgnoreReason reason) -> {
                if (reason == IgnoreReason.NEVER) {
                    throw new IllegalStateException(
                            signal.event() + " was raised in " + before.state() + " for " + step.serviceId());
                }
            }
            case Row.Move<StepState, StepEffect>(StepState next, StepEffect effect) -> {
                Action action = run.plan.request().action();
                DeploymentState shownBefore = Statuses.shown(before.state(), action, draft.service(step.serviceId()));
                run.steps.put(step.serviceId(), carryOut(draft, run, step, signal, before, next, effect));
                DeploymentState shown = Statuses.shown(next, action, draft.service(step.serviceId()));
                if (shown != shownBefore) {
                    Statuses.publishService(draft, run, stage, step);
                }
            }
        }
    }

    private static StepProgress carryOut(
            Draft draft,
            OpenRun run,
            PlannedStep step,
            Signal signal,
            StepProgress before,
            StepState next,
            StepEffect effect) {
        String id = step.serviceId();
        ServiceRecord record = draft.service(id);
        StepProgress settled = new StepProgress(next, before.attempt(), null);
        return switch (effect) {
            case ISSUE_COMMAND -> {
                WorkOrders.Order order = present(signal.order());
                long attempt = draft.nextAttempt();
                draft.attemptIssued();
                draft.command(order.command());
                yield new StepProgress(next, attempt, order.deadline());
            }
            case KEEP_IMAGE -> {
                draft.services.put(id, record.built(present(signal.image())));
                yield settled;
            }
            case AWAIT_OUTPUTS ->
                new StepProgress(next, before.attempt(), draft.at.plus(draft.limits.harvestDeadline()));
            case KEEP_OUTPUTS -> {
                draft.outputs.put(id, merged(draft.outputs.get(id), before.attempt(), signal.outputs()));
                draft.services.put(id, succeeded(run, step, signal, before, record));
                yield settled;
            }
            case SETTLE_SUCCEEDED -> {
                draft.services.put(id, succeeded(run, step, signal, before, record));
                yield settled;
            }
            case SETTLE_FAILED -> {
                draft.services.put(id, failed(run, next, before, record, present(signal.failure())));
                yield settled;
            }
            case GIVE_UP -> {
                withdraw(draft, run, step, before);
                draft.services.put(id, failed(run, next, before, record, tooLate(draft.limits, before.state())));
                yield settled;
            }
            case SETTLE_CANCELED -> {
                draft.services.put(id, record.left(DeploymentState.CANCELED, run.plan.id(), before.attempt(), null));
                yield settled;
            }
            case RESTORE -> settled;
            case WITHDRAW -> {
                withdraw(draft, run, step, before);
                yield new StepProgress(next, before.attempt(), draft.at.plus(draft.limits.cancelDeadline()));
            }
        };
    }

    private static ServiceRecord succeeded(
            OpenRun run, PlannedStep step, Signal signal, StepProgress before, ServiceRecord record) {
        Action action = run.plan.request().action();
        ServiceSpec service = run.service(step);
        ServiceRecord left = record.left(DeploymentState.succeeded(action), run.plan.id(), before.attempt(), null);
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN ->
                left.running(Statuses.brought(service, step, record), Versions.configured(service))
                        .reachableAt(signal.endpoints());
            case RESTART -> left.reachableAt(signal.endpoints().isEmpty() ? record.endpoints() : signal.endpoints());
            case STOP -> left.reachableAt(List.of());
            case DELETE, UNINSTALL -> left.running(null, null).reachableAt(List.of());
        };
    }

    private static ServiceRecord failed(
            OpenRun run, StepState next, StepProgress before, ServiceRecord record, StepFailure failure) {
        DeploymentState state = next == StepState.BUILD_ERROR
                ? DeploymentState.BUILD_ERROR
                : DeploymentState.failed(run.plan.request().action());
        return record.left(state, run.plan.id(), before.attempt(), failure);
    }

    /** A later run overwrites values; outputs that it does not write keep theirs. */
    private static JobOutputs merged(@Nullable JobOutputs known, long attempt, List<OutputVariable> harvested) {
        TreeMap<String, OutputVariable> byName = new TreeMap<>();
        if (known != null) {
            known.variables().forEach(variable -> byName.put(variable.name(), variable));
        }
        harvested.forEach(variable -> byName.put(variable.name(), variable));
        return new JobOutputs(attempt, List.copyOf(byName.values()));
    }

    private static void withdraw(Draft draft, OpenRun run, PlannedStep step, StepProgress progress) {
        StepRef ref = new StepRef(
                draft.environmentId, run.plan.id(), step.serviceId(), kind(progress.state()), progress.attempt());
        draft.command(new PipelineCommand.CancelWork(new WorkCancelled(ref, draft.at)));
    }

    private static StepKind kind(StepState state) {
        return switch (state) {
            case BUILDING, CANCELING_BUILD -> StepKind.BUILD;
            case DEPLOYING, CANCELING_DEPLOY -> StepKind.WORKLOAD;
            case RUNNING_JOB, HARVESTING, CANCELING_JOB -> StepKind.JOB;
            case AWAITING_BUILD, AWAITING_DEPLOY, SUCCEEDED, BUILD_ERROR, FAILED, CANCELED, NOT_REACHED ->
                throw new IllegalStateException("nothing is in flight in " + state);
        };
    }

    private static StepFailure tooLate(Limits limits, StepState state) {
        String message = switch (kind(state)) {
            case BUILD -> "The build did not end within " + words(limits.buildDeadline());
            case WORKLOAD -> "The service did not reach its state within " + words(limits.workloadDeadline());
            case JOB ->
                state == StepState.HARVESTING
                        ? "The job's outputs were not read within " + words(limits.harvestDeadline())
                        : "The job did not end within its maximum duration and " + words(limits.jobDeadline())
                                + " beyond it";
        };
        return new StepFailure(
                StepFailure.Reason.DEADLINE_EXCEEDED,
                message + " and was given up. Look at its log; if it needs longer, the platform's operator can raise"
                        + " the limit.");
    }

    private static String words(Duration duration) {
        long seconds = duration.toSeconds();
        return seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private static <T> T present(@Nullable T payload) {
        if (payload == null) {
            throw new IllegalStateException("the event came without what it has to bring");
        }
        return payload;
    }
}
