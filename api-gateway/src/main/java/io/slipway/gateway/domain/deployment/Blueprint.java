package io.slipway.gateway.domain.deployment;

import io.slipway.events.Copies;
import io.slipway.events.request.Action;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.ServiceKind;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.ContainerConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What the catalog says about an environment, as far as its status depends on it.
 *
 * @param stages in deployment order
 */
public record Blueprint(String environmentId, List<StagePlan> stages) {

    public Blueprint {
        stages = Copies.list(stages);
    }

    /** The blueprint that follows from the catalog. */
    public static Blueprint of(UUID environmentId, List<Stage> stages, List<Service> services) {
        return new Blueprint(
                environmentId.toString(),
                stages.stream()
                        .map(stage -> new StagePlan(
                                stage.id().toString(),
                                stage.name(),
                                stage.description() == null ? "" : stage.description(),
                                services.stream()
                                        .filter(s -> s.membership().stageId().equals(stage.id()))
                                        .map(ServicePlan::of)
                                        .toList()))
                        .toList());
    }

    /** All services, in deployment order. */
    public List<ServicePlan> services() {
        return stages.stream().flatMap(stage -> stage.services().stream()).toList();
    }

    /** The service with this id. */
    public Optional<ServicePlan> service(String id) {
        return services().stream().filter(service -> service.id().equals(id)).findFirst();
    }

    /** A stage with its services. */
    public record StagePlan(String id, String name, String description, List<ServicePlan> services) {

        public StagePlan {
            services = Copies.list(services);
        }
    }

    /**
     * A service.
     *
     * @param skipped left out of environment-wide deploy, stop and restart
     * @param events what a job runs for; empty for everything else
     */
    public record ServicePlan(
            String id, String name, ServiceKind kind, boolean skipped, Set<JobEvent> events, String iconUri) {

        public ServicePlan {
            events = Set.copyOf(events);
        }

        /** The plan of a service of the catalog. */
        public static ServicePlan of(Service service) {
            return new ServicePlan(
                    service.id().toString(),
                    service.name(),
                    kind(service.config()),
                    service.membership().skipped(),
                    events(service.config()),
                    service.iconUri());
        }

        /** Whether it is a lifecycle job that runs on the action's event. */
        public boolean triggersOn(Action action) {
            JobEvent event = action.lifecycleEvent();
            return kind == ServiceKind.LIFECYCLE_JOB && event != null && events.contains(event);
        }

        /** Whether it is a lifecycle job that nothing but the end of others triggers. */
        public boolean endsOnly() {
            return kind == ServiceKind.LIFECYCLE_JOB && !events.contains(JobEvent.START);
        }

        /** Whether it is a lifecycle or cron job. */
        public boolean isJob() {
            return kind == ServiceKind.LIFECYCLE_JOB || kind == ServiceKind.CRON_JOB;
        }

        /**
         * Whether {@code action} does something to this service.
         *
         * @param environmentWide whether the action is for the whole environment rather than for this service by name
         */
        public boolean takesPart(Action action, boolean environmentWide) {
            if (environmentWide && skipped && !action.removes()) {
                return false;
            }
            return switch (kind) {
                case LIFECYCLE_JOB ->
                    switch (action) {
                        case RESTART -> false;
                        case FORCE_RUN -> !environmentWide;
                        // Without the trigger it does not run; it only takes the state if it is named or removed.
                        case DEPLOY, REDEPLOY, STOP, DELETE, UNINSTALL ->
                            !environmentWide || action.removes() || triggersOn(action);
                    };
                case CRON_JOB -> action != Action.RESTART && !(environmentWide && action == Action.FORCE_RUN);
                case APPLICATION, CONTAINER, DATABASE -> action != Action.FORCE_RUN;
            };
        }

        private static ServiceKind kind(ServiceConfig config) {
            return switch (config) {
                case ApplicationConfig _ -> ServiceKind.APPLICATION;
                case ContainerConfig _ -> ServiceKind.CONTAINER;
                case DatabaseConfig _ -> ServiceKind.DATABASE;
                case JobConfig job ->
                    switch (job.schedule()) {
                        case Schedule.Lifecycle _ -> ServiceKind.LIFECYCLE_JOB;
                        case Schedule.Cron _ -> ServiceKind.CRON_JOB;
                    };
            };
        }

        private static Set<JobEvent> events(ServiceConfig config) {
            if (!(config instanceof JobConfig job)) {
                return Set.of();
            }
            return switch (job.schedule()) {
                case Schedule.Lifecycle lifecycle -> lifecycle.events().keySet();
                case Schedule.Cron _ -> Set.of(JobEvent.CRON);
            };
        }
    }
}
