package io.slipway.orchestrator.app;

import io.slipway.orchestrator.domain.state.EnvironmentState;
import java.util.List;

/** Port: where environments are kept and commands are published, in one transaction with the event that is handled. */
public interface Journal {

    /** The environment with this id; an unknown one if nothing is kept of it. */
    Environment load(String environmentId);

    /** Every environment in which something runs or waits. */
    List<EnvironmentState> active();

    /**
     * Gets everything ready that can fail because of what the change holds. Nothing has happened when this throws.
     *
     * @throws RuntimeException if the change cannot be written, now or ever
     */
    Entry prepare(Change change);

    /** Whether {@code failure} is about the journal as a whole, and not about one environment. */
    boolean isBroken(RuntimeException failure);

    /** A change that is ready. */
    @FunctionalInterface
    interface Entry {

        /** Writes it. Dead letters are left to the caller, who has the record. */
        void write();
    }
}
