package io.slipway.orchestrator.domain.state;

import io.slipway.events.Copies;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment does to one service.
 *
 * @param builds whether an image is built first
 * @param version commit or tag that was asked for, or that stays from the deployment before; null = as configured
 */
public record PlannedStep(
        String serviceId,
        Work work,
        boolean builds,
        @Nullable String version) {

    public PlannedStep {
        Copies.required(serviceId, "serviceId");
        Copies.required(work, "work");
    }

    /** Kinds of work. */
    public enum Work {
        /** Bring a long-running service to a state. */
        WORKLOAD,
        /** Run a job and harvest its outputs. */
        JOB,
        /** There is nothing to do on the cluster, the service only takes its new state. */
        NOTHING
    }
}
