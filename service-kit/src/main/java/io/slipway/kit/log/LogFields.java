package io.slipway.kit.log;

import io.slipway.events.Event;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.BuildCompleted;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.JobFinished;
import io.slipway.events.work.JobRequested;
import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.events.work.WorkloadCompleted;
import io.slipway.events.work.WorkloadRequested;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The fields by which structured logs can be searched: {@code environmentId}, {@code deploymentId}, {@code serviceId},
 * {@code attempt}. Open a scope in a try-with-resources statement; closing it brings back what was there before.
 */
public final class LogFields {

    public static final String ENVIRONMENT_ID = "environmentId";
    public static final String DEPLOYMENT_ID = "deploymentId";
    public static final String SERVICE_ID = "serviceId";
    public static final String ATTEMPT = "attempt";

    private LogFields() {}

    /** Fields of one step, until the scope is closed. */
    public static Scope open(StepRef step) {
        return open(of(step));
    }

    /** Fields of one event, until the scope is closed. */
    public static Scope open(Event<?> event) {
        return open(of(event));
    }

    /** {@code fields}, until the scope is closed. */
    public static Scope open(Map<String, String> fields) {
        Map<String, @Nullable Object> before = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            before.put(name, MDC.get(name));
            MDC.put(name, value);
        });
        return () -> before.forEach(LogFields::restore);
    }

    /** The fields of one step. */
    public static Map<String, String> of(StepRef step) {
        return Map.of(
                ENVIRONMENT_ID, step.environmentId(),
                DEPLOYMENT_ID, step.deploymentId(),
                SERVICE_ID, step.serviceId(),
                ATTEMPT, Long.toString(step.attempt()));
    }

    /** The fields that can be told from an event, whatever its topic. */
    public static Map<String, String> of(Event<?> event) {
        Map<String, String> fields = new LinkedHashMap<>(ofData(event.data()));
        if (event.deploymentId() != null) {
            fields.putIfAbsent(DEPLOYMENT_ID, event.deploymentId());
        }
        return fields;
    }

    private static Map<String, String> ofData(@Nullable Object data) {
        return switch (data) {
            case BuildRequested command -> of(command.step());
            case WorkloadRequested command -> of(command.step());
            case JobRequested command -> of(command.step());
            case BuildCompleted result -> of(result.step());
            case WorkloadCompleted result -> of(result.step());
            case JobFinished result -> of(result.step());
            case OutputHarvested result -> of(result.step());
            case WorkCancelled cancelled -> of(cancelled.step());
            case DeployRequested request -> environment(request.environmentId());
            case CancelRequested request -> environment(request.environmentId());
            case DeployRejected rejected -> environment(rejected.environmentId());
            case EnvironmentSpec spec -> environment(spec.environmentId());
            case EnvironmentStatus status -> environment(status.environmentId());
            case ServiceRunning running ->
                Map.of(ENVIRONMENT_ID, running.environmentId(), SERVICE_ID, running.serviceId());
            case StatusEvent.ServiceChanged changed ->
                Map.of(ENVIRONMENT_ID, changed.environmentId(), SERVICE_ID, changed.serviceId());
            case StatusEvent status -> environment(status.environmentId());
            case DeploymentLogLine line -> environment(line.environmentId());
            case LogsRequested request ->
                Map.of(ENVIRONMENT_ID, request.environmentId(), SERVICE_ID, request.serviceId());
            case ServiceLogLines lines -> Map.of(ENVIRONMENT_ID, lines.environmentId(), SERVICE_ID, lines.serviceId());
            case null, default -> Map.of();
        };
    }

    private static Map<String, String> environment(String environmentId) {
        return Map.of(ENVIRONMENT_ID, environmentId);
    }

    private static void restore(String name, @Nullable Object value) {
        if (value == null) {
            MDC.remove(name);
        } else {
            MDC.put(name, value);
        }
    }

    /** Fields that are set until it is closed. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }
}
