package io.slipway.events.work;

import io.slipway.events.Copies;

/**
 * Identity of one step that a worker was told to do. Every command, result and cancellation carries it.
 *
 * @param attempt number of the command, growing per environment and never used twice: (environment, attempt) identifies
 *     the command. Results of attempts that the orchestrator has given up are ignored
 */
public record StepRef(String environmentId, String deploymentId, String serviceId, StepKind kind, long attempt) {

    public StepRef {
        Copies.required(environmentId, "environmentId");
        Copies.required(deploymentId, "deploymentId");
        Copies.required(serviceId, "serviceId");
        Copies.required(kind, "kind");
    }
}
