package io.slipway.events.work;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.JobSpec;
import java.time.Instant;
import java.util.List;

/**
 * Command: run one job once for one event. Topic {@code job.requested}, key = service id.
 *
 * @param job holds the event's command, restarts and maximum duration
 * @param deadline when the orchestrator gives the run up, whatever {@code maxDurationSeconds} says
 */
public record JobRequested(
        StepRef step,
        EnvironmentRef environment,
        JobEvent event,
        JobSpec job,
        Image image,
        List<ResolvedVariable> variables,
        Instant deadline) {

    public JobRequested {
        Copies.required(step, "step");
        Copies.required(environment, "environment");
        Copies.required(event, "event");
        Copies.required(job, "job");
        Copies.required(image, "image");
        variables = Copies.list(variables);
        Copies.required(deadline, "deadline");
    }
}
