package io.slipway.gateway.rest.socket;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Container;
import io.slipway.events.status.ServiceRunning.Ending;
import io.slipway.events.status.ServiceRunning.Instance;
import io.slipway.events.status.ServiceRunning.Occurrence;
import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What runs: one frame of {@code /service/status}. Times are milliseconds since 1970, as the contract has them here. */
record RunningBody(List<RunningEnvironment> environments) {

    /** One environment; Slipway has no services of the last four kinds. */
    record RunningEnvironment(
            UUID id,
            UUID projectId,
            RunningState state,
            List<RunningService> applications,
            List<RunningService> containers,
            List<RunningService> jobs,
            List<RunningService> databases,
            List<Object> helms,
            List<Object> terraform,
            List<Object> argocdApps,
            List<Object> agenticWorkflows) {

        static RunningEnvironment of(Scene scene) {
            Environment environment = scene.environment();
            EnvironmentStatus reported = scene.picture().reported();
            Map<String, ServiceStatus> statuses = new HashMap<>();
            if (reported != null) {
                reported.stages()
                        .forEach(stage -> stage.services().forEach(service -> statuses.put(service.id(), service)));
            }
            return new RunningEnvironment(
                    environment.id(),
                    environment.projectId(),
                    reported == null ? RunningState.STOPPED : reported.running(),
                    ofType(scene, ServiceType.APPLICATION, statuses),
                    ofType(scene, ServiceType.CONTAINER, statuses),
                    ofType(scene, ServiceType.JOB, statuses),
                    ofType(scene, ServiceType.DATABASE, statuses),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of());
        }

        private static List<RunningService> ofType(Scene scene, ServiceType type, Map<String, ServiceStatus> statuses) {
            return scene.services().stream()
                    .filter(service -> service.type() == type)
                    .map(service ->
                            RunningService.of(service, statuses.get(service.id().toString())))
                    .toList();
        }
    }

    /**
     * One service.
     *
     * @param certificates null for databases, which have none; Slipway leaves certificates to the cluster
     */
    record RunningService(
            UUID id,
            RunningState state,
            List<Pod> pods,
            @Nullable List<Object> certificates) {

        static RunningService of(Service service, @Nullable ServiceStatus status) {
            return new RunningService(
                    service.id(),
                    status == null ? RunningState.STOPPED : status.running(),
                    status == null
                            ? List.of()
                            : status.instances().stream()
                                    .map(instance -> Pod.of(service, status, instance))
                                    .toList(),
                    service.type() == ServiceType.DATABASE ? null : List.of());
        }
    }

    /** One pod, or container of an engine. Texts are empty where there is nothing to say. */
    record Pod(
            String name,
            RunningState state,
            String stateReason,
            String stateMessage,
            int restartCount,
            List<PodContainer> containers,
            long startedAt,
            String serviceVersion,
            List<PodEvent> lastEvents) {

        static Pod of(Service service, ServiceStatus status, Instance instance) {
            return new Pod(
                    instance.name(),
                    instance.state(),
                    text(instance.cause()),
                    text(instance.reason()),
                    instance.restarts(),
                    instance.containers().isEmpty()
                            ? List.of(PodContainer.configured(service, instance))
                            : instance.containers().stream()
                                    .map(PodContainer::of)
                                    .toList(),
                    millis(instance.startedAt()),
                    text(status.version()),
                    instance.occurrences().stream().map(PodEvent::of).toList());
        }
    }

    /**
     * A container of a pod.
     *
     * @param lastTerminatedState null if none of its processes has ended, as far as is known
     */
    record PodContainer(
            String name,
            String image,
            int restartCount,
            CurrentState currentState,
            @Nullable LastTerminatedState lastTerminatedState) {

        static PodContainer of(Container container) {
            return new PodContainer(
                    container.name(),
                    container.image(),
                    container.restarts(),
                    new CurrentState(
                            container.state(),
                            millis(container.startedAt()),
                            text(container.cause()),
                            text(container.reason())),
                    container.lastEnding() == null ? null : LastTerminatedState.of(container.lastEnding()));
        }

        /** Of an instance of which only the summary is told: the one container that is the service's, as configured. */
        static PodContainer configured(Service service, Instance instance) {
            return new PodContainer(
                    service.name(),
                    image(service),
                    instance.restarts(),
                    new CurrentState(
                            instance.state(),
                            millis(instance.startedAt()),
                            text(instance.cause()),
                            text(instance.reason())),
                    null);
        }

        /** The image as it is configured, without registry; empty for what is built. */
        private static String image(Service service) {
            return switch (service.config()) {
                case ContainerConfig container -> image(container.image());
                case JobConfig job -> job.source() instanceof Source.Image image ? image(image) : "";
                case DatabaseConfig database ->
                    database.engine().name().toLowerCase(Locale.ROOT) + ":" + database.version();
                default -> "";
            };
        }

        private static String image(Source.Image image) {
            return image.name() + ":" + image.tag();
        }
    }

    /** What a container does. */
    record CurrentState(RunningState state, long startedAt, String stateReason, String stateMessage) {}

    /** How the last process of a container that ended did so. */
    record LastTerminatedState(
            int exitCode,
            String exitCodeMessage,
            long finishedAt,
            String message,
            String reason,
            int signal,
            long startedAt) {

        static LastTerminatedState of(Ending ending) {
            return new LastTerminatedState(
                    ending.exitCode(),
                    ending.description(),
                    millis(ending.finishedAt()),
                    text(ending.message()),
                    ending.cause(),
                    ending.signal(),
                    millis(ending.startedAt()));
        }
    }

    /** Something that the runtime did with a pod, or could not do; {@code type} in the words of clusters. */
    record PodEvent(long createdAt, String type, String reason, String message) {

        static PodEvent of(Occurrence occurrence) {
            return new PodEvent(
                    millis(occurrence.at()),
                    occurrence.warning() ? "Warning" : "Normal",
                    occurrence.cause(),
                    occurrence.message());
        }
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? 0 : time.toEpochMilli();
    }
}
