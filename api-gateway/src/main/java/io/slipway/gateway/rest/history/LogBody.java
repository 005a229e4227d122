package io.slipway.gateway.rest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.request.Action;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.gateway.app.history.Histories.DeploymentLog;
import io.slipway.gateway.app.history.LogStore.Told;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.LogEntry;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.slipway.gateway.domain.history.StageRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code EnvironmentLogs}: one line. */
record LogBody(
        String type,
        Instant timestamp,
        Details details,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Failure error,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Message message) {

    static List<LogBody> of(DeploymentLog log) {
        return log.deployment()
                .map(deployment -> log.lines().stream()
                        .map(line -> of(log.environment(), deployment, line))
                        .toList())
                .orElse(List.of());
    }

    static LogBody of(Environment environment, DeploymentRecord deployment, Told line) {
        LogEntry entry = line.entry();
        Optional<ServiceRecord> service = deployment.service(entry.serviceId());
        Optional<StageRecord> stage = deployment.stages().stream()
                .filter(s -> s.services().stream().anyMatch(m -> m.id().equals(entry.serviceId())))
                .findFirst();
        Action action = deployment.action();
        String step = entry.step(action, service.map(ServiceRecord::kind).orElse(null));
        return new LogBody(
                entry.level().name().toLowerCase(Locale.ROOT),
                line.at(),
                new Details(
                        environment.organizationId(),
                        environment.clusterId(),
                        deployment.id(),
                        Transmitter.of(environment, entry, service),
                        new Stage(
                                step,
                                stage.map(StageRecord::id).orElse(null),
                                stage.map(StageRecord::name).orElse(null))),
                entry.level() == Level.ERROR ? Failure.of(step, entry.message()) : null,
                entry.level() == Level.ERROR ? null : new Message(entry.message(), entry.message()));
    }

    /** Where the line comes from. */
    record Details(UUID organizationId, UUID clusterId, String executionId, Transmitter transmitter, Stage stage) {}

    /** Who speaks: the environment or a service. */
    record Transmitter(String id, String name, String type) {

        static Transmitter of(Environment environment, LogEntry entry, Optional<ServiceRecord> service) {
            if (entry.serviceId().isEmpty()) {
                return new Transmitter(environment.id().toString(), environment.name(), "Environment");
            }
            return new Transmitter(
                    entry.serviceId(),
                    service.map(ServiceRecord::name).orElse(""),
                    service.map(s -> type(s.kind())).orElse("Service"));
        }

        private static String type(ServiceKind kind) {
            return switch (kind) {
                case APPLICATION -> "Application";
                case CONTAINER -> "Container";
                case DATABASE -> "Database";
                case LIFECYCLE_JOB, CRON_JOB -> "Job";
            };
        }
    }

    /** Which step of which stage. */
    record Stage(
            String step,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String id,

            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            String name) {}

    /** What it says, secrets masked. */
    record Message(String safeMessage, String fullDetails) {}

    /** What went wrong. */
    record Failure(String tag, String userLogMessage, String link, String hintMessage, Underlying underlyingError) {

        static Failure of(String tag, String message) {
            return new Failure(tag, message, "", "", new Underlying(message, message));
        }
    }

    /** The same once more, where some readers look for it. */
    record Underlying(String message, String fullDetails) {}
}
