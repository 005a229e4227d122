package io.slipway.status.app;

import io.slipway.status.domain.EnvironmentView;
import java.util.List;

/** Where views are kept. What is written belongs to the transaction of the event under way. */
public interface ViewStore {

    /** The view of an environment; of an unknown one {@link EnvironmentView#unknown}. */
    EnvironmentView load(String environmentId);

    /** Replaces {@code before}, as it was loaded, by {@code after}. */
    void save(EnvironmentView before, EnvironmentView after);

    /** Environments that are marked as changed since they were published. */
    List<String> pending();

    /** Marks an environment as changed since it was published. */
    void markPending(String environmentId);

    /** Takes the mark away. */
    void clearPending(String environmentId);
}
