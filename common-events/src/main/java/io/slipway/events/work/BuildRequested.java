package io.slipway.events.work;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import java.time.Instant;
import java.util.List;

/**
 * Command: build one image. Topic {@code build.requested}, key = service id.
 *
 * @param variables those named by an {@code ARG} of the Dockerfile become build arguments; secrets never
 * @param deadline when the orchestrator gives the build up
 */
public record BuildRequested(
        StepRef step,
        EnvironmentRef environment,
        String serviceName,
        ImageSource.Git source,
        List<ResolvedVariable> variables,
        Instant deadline) {

    public BuildRequested {
        Copies.required(step, "step");
        Copies.required(environment, "environment");
        serviceName = serviceName == null ? "" : serviceName;
        Copies.required(source, "source");
        variables = Copies.list(variables);
        Copies.required(deadline, "deadline");
    }
}
