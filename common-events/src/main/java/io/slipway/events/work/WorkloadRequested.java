package io.slipway.events.work;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ServiceSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Command: bring one long-running service (application, container, database or cron job) to {@code target}. Topic
 * {@code workload.requested}, key = service id.
 *
 * @param service the configuration to bring up; for STOPPED, RESTARTED and DELETED the last known one
 * @param image what to run; null for databases (the worker's configuration maps type and version to an image) and for
 *     targets that need none
 * @param deadline when the orchestrator gives the rollout up
 */
public record WorkloadRequested(
        StepRef step,
        EnvironmentRef environment,
        Target target,
        ServiceSpec service,
        @Nullable Image image,
        List<ResolvedVariable> variables,
        Instant deadline) {

    public WorkloadRequested {
        Copies.required(step, "step");
        Copies.required(environment, "environment");
        Copies.required(target, "target");
        Copies.required(service, "service");
        variables = Copies.list(variables);
        Copies.required(deadline, "deadline");
    }

    /** The state to reach. */
    public enum Target {
        RUNNING,
        STOPPED,
        RESTARTED,
        DELETED
    }
}
