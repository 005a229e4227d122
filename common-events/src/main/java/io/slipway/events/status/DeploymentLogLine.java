package io.slipway.events.status;

import io.slipway.events.Copies;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a deployment's or build's log, secrets masked: topic {@code deployment.log}, key = environment id.
 *
 * @param serviceId null for lines about the environment as a whole
 * @param at unique per (service, attempt, source): the writer adds microseconds where two lines would be equal
 */
public record DeploymentLogLine(
        String environmentId,
        String deploymentId,
        @Nullable String serviceId,
        long attempt,
        Source source,
        Level level,
        String message,
        Instant at) {

    public DeploymentLogLine {
        Copies.required(environmentId, "environmentId");
        Copies.required(deploymentId, "deploymentId");
        Copies.required(source, "source");
        Copies.required(level, "level");
        message = message == null ? "" : message;
        Copies.required(at, "at");
    }

    /** Who speaks. */
    public enum Source {
        BUILD,
        WORKLOAD,
        JOB,
        OUTPUT
    }

    /** How much it matters. */
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }
}
