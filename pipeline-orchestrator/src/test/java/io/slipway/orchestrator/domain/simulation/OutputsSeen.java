package io.slipway.orchestrator.domain.simulation;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.variable.VariableNames;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Invariant 6: outputs of a successful job are visible to every step started after it. */
final class OutputsSeen {

    private final Map<Long, OutputHarvested> harvested = new HashMap<>();
    private final Map<String, Map<String, String>> valid = new TreeMap<>();

    void answered(PipelineEvent event) {
        if (event instanceof PipelineEvent.OutputsHarvested outputs) {
            harvested.putIfAbsent(outputs.result().step().attempt(), outputs.result());
        }
    }

    void changed(StatusEvent.ServiceChanged changed) {
        OutputHarvested outputs = harvested.get(changed.attempt());
        if (changed.state().group() == DeploymentState.Group.SUCCESS
                && outputs != null
                && outputs.step().serviceId().equals(changed.serviceId())
                && outputs.result() instanceof OutputHarvested.Result.Harvested(var variables)) {
            Map<String, String> ofJob = valid.computeIfAbsent(changed.serviceId(), _ -> new TreeMap<>());
            variables.forEach(
                    variable -> ofJob.put(variable.name(), variable.value().text()));
            harvested.remove(changed.attempt());
        }
    }

    void visibleIn(StepRef ref, List<ResolvedVariable> variables, EnvironmentSpec spec) {
        Map<String, String> byKey = new HashMap<>();
        variables.forEach(variable -> byKey.put(variable.key(), variable.value().text()));
        valid.forEach((job, outputs) -> {
            if (spec.service(job).isPresent()) {
                outputs.forEach((name, value) -> {
                    String seen = byKey.get(VariableNames.output(job, name));
                    if (!value.equals(seen)) {
                        throw new AssertionError(
                                ref + " sees " + seen + " instead of " + value + " as " + name + " of " + job);
                    }
                });
            }
        });
    }

    void forgotten() {
        valid.clear();
    }
}
