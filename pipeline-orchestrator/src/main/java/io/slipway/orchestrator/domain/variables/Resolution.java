package io.slipway.orchestrator.domain.variables;

import io.slipway.events.Copies;
import io.slipway.events.work.ResolvedVariable;
import java.util.List;

/** The variables of one service, or why they cannot be settled. */
public sealed interface Resolution {

    /** The variables, each key once, in alphabetical order of the keys. */
    record Resolved(List<ResolvedVariable> variables) implements Resolution {

        public Resolved {
            variables = Copies.list(variables);
        }
    }

    /**
     * Variables point to nothing or to themselves.
     *
     * @param message names them, for people
     */
    record Unresolvable(String message) implements Resolution {

        public Unresolvable {
            Copies.required(message, "message");
        }
    }
}
