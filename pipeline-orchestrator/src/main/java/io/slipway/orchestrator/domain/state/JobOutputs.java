package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import java.util.List;

/**
 * The output variables of one job, by name in alphabetical order.
 *
 * @param attempt the run that wrote last
 */
public record JobOutputs(long attempt, List<OutputVariable> variables) {

    public JobOutputs {
        variables = Copies.list(variables);
    }
}
