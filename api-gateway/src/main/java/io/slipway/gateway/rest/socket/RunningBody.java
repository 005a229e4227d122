package io.slipway.gateway.rest.socket;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.EnvironmentStatus.ServiceStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning.Instance;
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

    static RunningBody of(List<Scene> scenes) {
        return new RunningBody(scenes.stream().map(RunningEnvironment::of).toList());
    }

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

    /** One pod, or container of an engine. */
    record Pod(
            String name,
            RunningState state,
            String stateReason,
            String stateMessage,
            int restartCount,
            List<Container> containers,
            long startedAt,
            String serviceVersion,
            List<Object> lastEvents) {

        static Pod of(Service service, ServiceStatus status, Instance instance) {
            String reason = Objects.requireNonNullElse(instance.reason(), "");
            long startedAt = millis(instance.startedAt());
            return new Pod(
                    instance.name(),
                    instance.state(),
                    reason,
                    "",
                    instance.restarts(),
                    List.of(new Container(
                            service.name(),
                            image(service),
                            instance.restarts(),
                            new ContainerState(instance.state(), startedAt, reason, ""))),
                    startedAt,
                    Objects.requireNonNullElse(status.version(), ""),
                    List.of());
        }

        /** The image as it is configured, without registry; empty for what is built. */
        private static String image(Service service) {
            return switch (service.config()) {
                case ContainerConfig container -> text(container.image());
                case JobConfig job -> job.source() instanceof Source.Image image ? text(image) : "";
                case DatabaseConfig database ->
                    database.engine().name().toLowerCase(Locale.ROOT) + ":" + database.version();
                default -> "";
            };
        }

        private static String text(Source.Image image) {
            return image.name() + ":" + image.tag();
        }

        private static long millis(@Nullable Instant time) {
            return time == null ? 0 : time.toEpochMilli();
        }
    }

    /** The one container of a pod that is the service's. */
    record Container(String name, String image, int restartCount, ContainerState currentState) {}

    /** What it does. */
    record ContainerState(RunningState state, long startedAt, String stateReason, String stateMessage) {}
}
