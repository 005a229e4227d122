package io.slipway.status.domain;

import io.slipway.events.status.EnvironmentStatus;

/** What is to be written to {@code environment.status}. */
public sealed interface Publication {

    /** The status, and the view that knows that it was published. */
    record Status(EnvironmentView next, EnvironmentStatus status) implements Publication {}

    /** The environment is forgotten. */
    record Tombstone(EnvironmentView next) implements Publication {}

    /** Nothing has been told of the environment yet but running states. */
    record Nothing() implements Publication {}
}
