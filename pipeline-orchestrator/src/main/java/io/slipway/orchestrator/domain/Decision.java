package io.slipway.orchestrator.domain;

import io.slipway.events.Copies;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.List;

/**
 * The answer to one event: what is known from now on and what is to be done. Both take effect together or not at all.
 *
 * @param next the same reference as before if nothing changed
 */
public record Decision(EnvironmentState next, List<PipelineCommand> commands) {

    public Decision {
        Copies.required(next, "next");
        commands = Copies.list(commands);
    }
}
