package io.slipway.gateway.domain.history;

import io.slipway.events.request.Action;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.ServiceChanged;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A line of a deployment's log as it is kept: what a worker wrote, or how a service came to rest.
 *
 * @param serviceId empty for lines about the environment as a whole
 * @param source who speaks: a {@link DeploymentLogLine.Source}, or {@link #STATUS}
 */
public record LogEntry(
        String deploymentId, String serviceId, long attempt, String source, Level level, String message, Instant at) {

    /** Source of the lines that tell a service's final state. */
    public static final String STATUS = "STATUS";

    public LogEntry {
        // The database keeps no NUL and no more than microseconds.
        message = message.replace("\0", "");
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    /** What a worker wrote. */
    public static LogEntry of(DeploymentLogLine line) {
        return new LogEntry(
                line.deploymentId(),
                line.serviceId() == null ? "" : line.serviceId(),
                line.attempt(),
                line.source().name(),
                line.level(),
                line.message(),
                line.at());
    }

    /** How a service came to rest, if {@code change} is that. */
    public static Optional<LogEntry> of(ServiceChanged change) {
        DeploymentState state = change.state();
        if (!state.isFinal() || state == DeploymentState.READY) {
            return Optional.empty();
        }
        String failure = change.failure() == null
                ? ""
                : ": " + change.failure().reason() + ": " + change.failure().message();
        return Optional.of(new LogEntry(
                change.deploymentId(),
                change.serviceId(),
                change.attempt(),
                STATUS,
                state.isError() ? Level.ERROR : Level.INFO,
                state + failure,
                change.at()));
    }

    /**
     * The step that the line belongs to, in the words that existing consoles know.
     *
     * @param action what the deployment does
     * @param kind null for lines about the environment, or if the service is not known any more
     */
    public String step(Action action, @Nullable ServiceKind kind) {
        boolean error = level == Level.ERROR;
        return switch (source) {
            case "BUILD" -> error ? "BuiltError" : "Build";
            case "JOB" -> "Executing";
            case "OUTPUT" -> "JobOutput";
            case STATUS -> outcome(action, kind, error);
            default ->
                switch (action) {
                    case DEPLOY, REDEPLOY, FORCE_RUN -> error ? "DeployedError" : "Deploy";
                    case STOP -> error ? "PausedError" : "Pause";
                    case RESTART -> error ? "RestartedError" : "Restart";
                    case DELETE, UNINSTALL -> error ? "DeletedError" : "Delete";
                };
        };
    }

    private String outcome(Action action, @Nullable ServiceKind kind, boolean error) {
        if (kind == null) {
            return error ? "GlobalError" : "Terminated";
        }
        if (message.startsWith(DeploymentState.CANCELED.name())) {
            return "Cancelled";
        }
        if (message.startsWith(DeploymentState.BUILD_ERROR.name())) {
            return "BuiltError";
        }
        return switch (action) {
            case DEPLOY, REDEPLOY, FORCE_RUN -> error ? "DeployedError" : "Deployed";
            case STOP -> error ? "PausedError" : "Paused";
            case RESTART -> error ? "RestartedError" : "Restarted";
            case DELETE, UNINSTALL -> error ? "DeletedError" : "Deleted";
        };
    }
}
