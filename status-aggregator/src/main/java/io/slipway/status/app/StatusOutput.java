package io.slipway.status.app;

import io.slipway.events.status.EnvironmentStatus;

/** Where statuses go. What is written belongs to the transaction of the event under way. */
public interface StatusOutput {

    /** Publishes a status. */
    void publish(EnvironmentStatus status, Cause cause);

    /** Publishes that an environment is forgotten. */
    void forget(String environmentId, Cause cause);
}
