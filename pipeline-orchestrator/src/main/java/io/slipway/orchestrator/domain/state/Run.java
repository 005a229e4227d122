package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentSpec;

/**
 * The deployment that runs.
 *
 * @param plan what was decided when it started; never changes
 * @param spec the configuration as it was then; never changes
 * @param progress how far it got
 */
public record Run(RunPlan plan, EnvironmentSpec spec, RunProgress progress) {

    public Run {
        Copies.required(plan, "plan");
        Copies.required(spec, "spec");
        Copies.required(progress, "progress");
    }
}
