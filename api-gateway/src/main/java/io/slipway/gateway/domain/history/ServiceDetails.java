package io.slipway.gateway.domain.history;

import io.slipway.events.Copies;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a service was configured when it was deployed; no secrets.
 *
 * @param iconUri the service's icon
 * @param imageName the image's repository; null for what is built from git, and for databases
 * @param tag the configured tag; null likewise
 * @param git whether it is built from git
 * @param command what replaced the image's own entrypoint and arguments
 * @param events commands of a lifecycle job
 * @param schedule null for everything but cron jobs
 * @param lifecycleType null for everything but lifecycle jobs
 */
public record ServiceDetails(
        String iconUri,
        @Nullable String imageName,
        @Nullable String tag,
        boolean git,
        Command command,
        Map<JobEvent, Command> events,
        @Nullable Schedule schedule,
        @Nullable String lifecycleType) {

    public ServiceDetails {
        command = command == null ? Command.IMAGE_DEFAULT : command;
        events = Copies.map(events);
    }

    /** The details of a service of the catalog. */
    public static ServiceDetails of(Service service) {
        return switch (service.config()) {
            case ApplicationConfig application ->
                of(service, application.source(), application.web().command());
            case ContainerConfig container ->
                of(service, container.image(), container.web().command());
            case DatabaseConfig _ -> unknown(service.iconUri());
            case JobConfig job ->
                switch (job.schedule()) {
                    case ServiceConfig.Schedule.Lifecycle lifecycle ->
                        of(service, job.source(), null).withEvents(lifecycle);
                    case ServiceConfig.Schedule.Cron cron ->
                        of(service, job.source(), cron.command())
                                .withSchedule(new Schedule(cron.expression(), cron.timezone()));
                };
        };
    }

    /** What is known of a service that the catalog no longer has. */
    public static ServiceDetails unknown(String iconUri) {
        return new ServiceDetails(iconUri, null, null, false, Command.IMAGE_DEFAULT, Map.of(), null, null);
    }

    private static ServiceDetails of(Service service, Source source, ServiceConfig.@Nullable Command command) {
        Command run = command == null ? Command.IMAGE_DEFAULT : Command.of(command);
        return switch (source) {
            case Source.Git _ -> new ServiceDetails(service.iconUri(), null, null, true, run, Map.of(), null, null);
            case Source.Image image ->
                new ServiceDetails(service.iconUri(), image.name(), image.tag(), false, run, Map.of(), null, null);
        };
    }

    private ServiceDetails withEvents(ServiceConfig.Schedule.Lifecycle lifecycle) {
        Map<JobEvent, Command> commands = lifecycle.events().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Command.of(entry.getValue())));
        return new ServiceDetails(iconUri, imageName, tag, git, command, commands, null, lifecycle.kind());
    }

    private ServiceDetails withSchedule(Schedule when) {
        return new ServiceDetails(iconUri, imageName, tag, git, command, events, when, null);
    }

    /** Entrypoint and arguments; null and empty = the image's own. */
    public record Command(@Nullable String entrypoint, List<String> arguments) {

        /** The image's own. */
        public static final Command IMAGE_DEFAULT = new Command(null, List.of());

        public Command {
            arguments = Copies.list(arguments);
        }

        static Command of(ServiceConfig.Command command) {
            return new Command(command.entrypoint(), command.arguments());
        }
    }

    /** When a cron job runs. */
    public record Schedule(String expression, String timezone) {}
}
