package io.slipway.gateway.rest.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.domain.history.ServiceDetails;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.slipway.gateway.rest.deployment.Contract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The contract's {@code DeploymentHistoryServiceDetails}: one shape for each type of service. */
final class ServiceDetailsBody {

    private ServiceDetailsBody() {}

    /**
     * The details of a service.
     *
     * @param at stands in for the commit's time, which is not known
     */
    static Object of(ServiceRecord service, Instant at) {
        ServiceDetails details = service.details();
        return switch (service.kind()) {
            case APPLICATION -> new Application(Commit.of(service.version(), at), buildName(service));
            case CONTAINER ->
                new Container(
                        orEmpty(details.imageName()),
                        tag(service),
                        details.command().arguments(),
                        details.command().entrypoint());
            case LIFECYCLE_JOB, CRON_JOB ->
                new Job(
                        details.git() ? service.name() : orEmpty(details.imageName()),
                        tag(service),
                        details.git() ? Commit.of(service.version(), at) : null,
                        Schedule.of(details),
                        Objects.requireNonNull(Contract.jobType(service.kind())),
                        details.git() ? buildName(service) : null);
            case DATABASE -> Map.of();
        };
    }

    private static String tag(ServiceRecord service) {
        return service.version() == null ? orEmpty(service.details().tag()) : service.version();
    }

    /** What built the image; the contract wants a name. */
    private static String buildName(ServiceRecord service) {
        return "build-" + service.id();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Details of an application. */
    record Application(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Commit commit,

            String buildPodName) {}

    /** Details of a container. */
    record Container(
            String imageName,
            String tag,
            List<String> arguments,
            @Nullable String entrypoint) {}

    /** Details of a job. */
    record Job(
            String imageName,
            String tag,
            @Nullable Commit commit,
            Schedule schedule,
            String jobType,
            @Nullable String buildPodName) {}

    /** {@code Commit}; of what is not known the texts are empty. */
    record Commit(Instant createdAt, String gitCommitId, String tag, String message, String authorName) {

        static @Nullable Commit of(@Nullable String id, Instant at) {
            return id == null ? null : new Commit(at, id, "", "", "");
        }
    }

    /** When a job runs: {@code on_…} of lifecycle jobs, {@code cron_job} of cron jobs. */
    record Schedule(
            @Nullable Command onStart,
            @Nullable Command onStop,
            @Nullable Command onDelete,
            @Nullable Cron cronJob,
            @Nullable String lifecycleType) {

        static Schedule of(ServiceDetails details) {
            ServiceDetails.Schedule schedule = details.schedule();
            return new Schedule(
                    Command.of(details, JobEvent.START),
                    Command.of(details, JobEvent.STOP),
                    Command.of(details, JobEvent.DELETE),
                    schedule == null
                            ? null
                            : new Cron(
                                    details.command().arguments(),
                                    details.command().entrypoint(),
                                    schedule.expression(),
                                    schedule.timezone()),
                    details.lifecycleType());
        }
    }

    /** {@code JobLifecyleSchedule}. */
    record Command(List<String> arguments, @Nullable String entrypoint) {

        static @Nullable Command of(ServiceDetails details, JobEvent event) {
            ServiceDetails.Command command = details.events().get(event);
            return command == null ? null : new Command(command.arguments(), command.entrypoint());
        }
    }

    /** {@code JobCronSchedule}. */
    record Cron(List<String> arguments, @Nullable String entrypoint, String scheduledAt, String timezone) {}
}
