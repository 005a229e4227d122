package io.slipway.gateway.rest.history;

import io.slipway.events.request.Origin;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.slipway.gateway.rest.deployment.Contract;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The history in the contract's first version. */
final class FirstHistoryBodies {

    private FirstHistoryBodies() {}

    /** {@code DeploymentHistoryEnvironment}. */
    record Deployment(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            DeploymentState status,
            @Nullable Origin origin,
            String triggeredBy,
            List<Application> applications,
            List<Container> containers,
            List<Database> databases,
            List<Job> jobs,
            List<Object> helms) {

        static Deployment of(DeploymentRecord deployment) {
            return new Deployment(
                    uuid(deployment.id()),
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    deployment.state(),
                    Contract.origin(deployment.requestedBy().origin()),
                    deployment.requestedBy().user(),
                    all(deployment, ServiceKind.APPLICATION, service -> Application.of(deployment, service)),
                    all(deployment, ServiceKind.CONTAINER, service -> Container.of(deployment, service)),
                    all(deployment, ServiceKind.DATABASE, service -> Database.of(deployment, service)),
                    jobs(deployment),
                    List.of());
        }

        private static List<Job> jobs(DeploymentRecord deployment) {
            return deployment
                    .services()
                    .filter(service ->
                            service.kind() == ServiceKind.LIFECYCLE_JOB || service.kind() == ServiceKind.CRON_JOB)
                    .map(service -> Job.of(deployment, service))
                    .toList();
        }

        private static <T> List<T> all(DeploymentRecord deployment, ServiceKind kind, Function<ServiceRecord, T> body) {
            return deployment
                    .services()
                    .filter(service -> service.kind() == kind)
                    .map(body)
                    .toList();
        }
    }

    /** {@code DeploymentHistoryApplication}. */
    record Application(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String name,
            ServiceDetailsBody.@Nullable Commit commit,
            DeploymentState status) {

        static Application of(DeploymentRecord deployment, ServiceRecord service) {
            return new Application(
                    uuid(service.id()),
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    service.name(),
                    ServiceDetailsBody.Commit.of(service.version(), deployment.requestedAt()),
                    state(deployment, service));
        }
    }

    /** {@code DeploymentHistoryContainer}. */
    record Container(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String name,
            DeploymentState status,
            @Nullable String imageName,
            @Nullable String tag,
            List<String> arguments,
            @Nullable String entrypoint) {

        static Container of(DeploymentRecord deployment, ServiceRecord service) {
            ServiceDetails details = service.details();
            return new Container(
                    uuid(service.id()),
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    service.name(),
                    state(deployment, service),
                    details.imageName(),
                    service.version() == null ? details.tag() : service.version(),
                    details.command().arguments(),
                    details.command().entrypoint());
        }
    }

    /** {@code DeploymentHistoryDatabase}. */
    record Database(UUID id, Instant createdAt, Instant updatedAt, String name, DeploymentState status) {

        static Database of(DeploymentRecord deployment, ServiceRecord service) {
            return new Database(
                    uuid(service.id()),
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    service.name(),
                    state(deployment, service));
        }
    }

    /** {@code DeploymentHistoryJobResponse}. */
    record Job(
            UUID id,
            Instant createdAt,
            Instant updatedAt,
            String name,
            DeploymentState status,
            @Nullable String imageName,
            @Nullable String tag,
            ServiceDetailsBody.@Nullable Commit commit,
            Schedule schedule,
            List<String> arguments,
            @Nullable String entrypoint) {

        static Job of(DeploymentRecord deployment, ServiceRecord service) {
            ServiceDetails details = service.details();
            ServiceDetails.Schedule cron = details.schedule();
            JobEvent event = event(deployment);
            ServiceDetails.Command command =
                    cron == null ? details.events().getOrDefault(event, details.command()) : details.command();
            return new Job(
                    uuid(service.id()),
                    deployment.requestedAt(),
                    deployment.updatedAt(),
                    service.name(),
                    state(deployment, service),
                    details.imageName(),
                    details.git() ? null : service.version() == null ? details.tag() : service.version(),
                    details.git() ? ServiceDetailsBody.Commit.of(service.version(), deployment.requestedAt()) : null,
                    new Schedule(cron == null ? "ON_" + event : "CRON", cron == null ? null : cron.expression()),
                    command.arguments(),
                    command.entrypoint());
        }

        private static JobEvent event(DeploymentRecord deployment) {
            if (deployment.jobEvent() != null && deployment.jobEvent() != JobEvent.CRON) {
                return deployment.jobEvent();
            }
            return switch (deployment.action()) {
                case DEPLOY, REDEPLOY, RESTART, FORCE_RUN -> JobEvent.START;
                case STOP -> JobEvent.STOP;
                case DELETE, UNINSTALL -> JobEvent.DELETE;
            };
        }
    }

    /** When a job ran: {@code ON_…} and its event, or {@code CRON}. */
    record Schedule(String event, @Nullable String scheduleAt) {}

    private static DeploymentState state(DeploymentRecord deployment, ServiceRecord service) {
        return service.state() == null ? DeploymentState.queued(deployment.action()) : service.state();
    }

    /** Outsiders may give their requests any id; the contract wants a UUID. */
    private static UUID uuid(String text) {
        UUID id = Contract.uuid(text);
        return id == null ? UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)) : id;
    }
}
