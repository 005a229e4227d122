package io.slipway.orchestrator.domain;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.orchestrator.domain.lifecycle.DeploymentPhase;
import io.slipway.orchestrator.domain.lifecycle.StepState;
import io.slipway.orchestrator.domain.state.PlannedStage;
import io.slipway.orchestrator.domain.state.PlannedStep;
import io.slipway.orchestrator.domain.state.Run;
import io.slipway.orchestrator.domain.state.RunPlan;
import io.slipway.orchestrator.domain.state.RunProgress;
import io.slipway.orchestrator.domain.state.StepProgress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The running deployment under change. */
final class OpenRun {

    final RunPlan plan;
    final EnvironmentSpec spec;
    final Edit<String, StepProgress> steps;
    DeploymentPhase phase;
    int stage;

    private final @Nullable Run before;

    private OpenRun(
            RunPlan plan,
            EnvironmentSpec spec,
            DeploymentPhase phase,
            int stage,
            Map<String, StepProgress> steps,
            @Nullable Run before) {
        this.plan = plan;
        this.spec = spec;
        this.phase = phase;
        this.stage = stage;
        this.steps = new Edit<>(steps);
        this.before = before;
    }

    static OpenRun started(RunPlan plan, EnvironmentSpec spec) {
        LinkedHashMap<String, StepProgress> steps = new LinkedHashMap<>();
        plan.stages()
                .forEach(stage -> stage.steps()
                        .forEach(step -> steps.put(
                                step.serviceId(),
                                new StepProgress(
                                        step.builds() ? StepState.AWAITING_BUILD : StepState.AWAITING_DEPLOY,
                                        0,
                                        null))));
        return new OpenRun(plan, spec, DeploymentPhase.ONGOING, 0, steps, null);
    }

    static OpenRun resumed(Run run) {
        RunProgress progress = run.progress();
        return new OpenRun(run.plan(), run.spec(), progress.phase(), progress.stage(), progress.steps(), run);
    }

    /** The run as it is now; parts that did not change keep their reference. */
    @SuppressWarnings("ReferenceEquality")
    Run freeze() {
        Map<String, StepProgress> frozen = steps.freeze();
        if (before == null) {
            return new Run(plan, spec, new RunProgress(phase, stage, frozen));
        }
        RunProgress progress = before.progress();
        boolean same = progress.phase() == phase && progress.stage() == stage && progress.steps() == frozen;
        return same ? before : new Run(plan, spec, new RunProgress(phase, stage, frozen));
    }

    /** The stage under way; null if the plan has none. */
    @Nullable
    PlannedStage currentStage() {
        List<PlannedStage> stages = plan.stages();
        return stage < stages.size() ? stages.get(stage) : null;
    }

    StepProgress progress(PlannedStep step) {
        StepProgress progress = steps.get(step.serviceId());
        if (progress == null) {
            throw new IllegalStateException("no progress of the planned step of " + step.serviceId());
        }
        return progress;
    }

    StepState state(PlannedStep step) {
        return progress(step).state();
    }

    ServiceSpec service(PlannedStep step) {
        return spec.service(step.serviceId())
                .orElseThrow(() -> new IllegalStateException("planned without a service: " + step.serviceId()));
    }
}
