package io.slipway.events.work;

/** What a step does. */
public enum StepKind {
    BUILD,
    WORKLOAD,
    JOB
}
