package io.slipway.gateway.rest.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.rest.body.ReferenceBody;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract's {@code LifecycleJobResponse} and {@code CronJobResponse}, told apart by {@code job_type}. */
record JobBody(
        UUID id,
        Instant createdAt,
        Instant updatedAt,
        ReferenceBody environment,
        String name,
        @Nullable String description,
        int cpu,
        int memory,
        int gpu,
        @Nullable Integer ephemeralStorageInGib,
        @Nullable String cpuArchitecture,
        int maximumCpu,
        int maximumMemory,
        int maximumGpu,
        int maxNbRestart,
        int maxDurationSeconds,
        boolean autoPreview,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Integer port,
        SourceBody source,
        HealthcheckBody healthchecks,
        boolean autoDeploy,
        List<Object> annotationsGroups,
        List<Object> labelsGroups,
        String iconUri,
        ServiceType serviceType,
        JobType jobType,
        ScheduleBody schedule)
        implements ServiceBody {

    static JobBody of(Services.Described described, JobConfig config, Cluster cluster) {
        Service service = described.service();
        return new JobBody(
                service.id(),
                service.createdAt(),
                service.updatedAt(),
                new ReferenceBody(service.environmentId()),
                service.name(),
                service.description(),
                config.compute().cpuMillis(),
                config.compute().memoryMib(),
                config.compute().gpu(),
                config.compute().ephemeralStorageGib(),
                config.compute().cpuArchitecture(),
                cluster.maximumCpu(),
                cluster.maximumMemory(),
                0,
                config.maxRestarts(),
                config.maxDurationSeconds(),
                config.autoPreview(),
                config.port(),
                SourceBody.of(described, config.source()),
                HealthcheckBody.of(config.healthchecks()),
                config.autoDeploy(),
                List.of(),
                List.of(),
                service.iconUri(),
                service.type(),
                service.isCron() ? JobType.CRON : JobType.LIFECYCLE,
                ScheduleBody.of(config.schedule()));
    }

    /** The contract's {@code JobTypeEnum}. */
    enum JobType {
        LIFECYCLE,
        CRON
    }

    /** Exactly one of them is there; the other is left out, not null. */
    record SourceBody(@Nullable ImageBody image, @Nullable DockerBody docker) {

        static SourceBody of(Services.Described described, Source source) {
            return switch (source) {
                case Source.Image image -> new SourceBody(ImageBody.of(image, described.registry()), null);
                case Source.Git git ->
                    new SourceBody(
                            null,
                            new DockerBody(
                                    GitBody.of(git), git.dockerfilePath(), git.dockerfileRaw(), git.targetStage()));
            };
        }
    }

    /** The contract's {@code JobSourceDockerResponse}. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record DockerBody(
            GitBody gitRepository,
            @Nullable String dockerfilePath,
            @Nullable String dockerfileRaw,
            @Nullable String dockerTargetBuildStage) {}

    /** Only the events that are on, or the cron job, are there. */
    record ScheduleBody(
            @Nullable CommandBody onStart,
            @Nullable CommandBody onStop,
            @Nullable CommandBody onDelete,
            @Nullable String lifecycleType,
            @Nullable CronBody cronjob) {

        static ScheduleBody of(Schedule schedule) {
            return switch (schedule) {
                case Schedule.Lifecycle lifecycle ->
                    new ScheduleBody(
                            CommandBody.of(lifecycle.events().get(JobEvent.START)),
                            CommandBody.of(lifecycle.events().get(JobEvent.STOP)),
                            CommandBody.of(lifecycle.events().get(JobEvent.DELETE)),
                            lifecycle.kind(),
                            null);
                case Schedule.Cron cron ->
                    new ScheduleBody(
                            null,
                            null,
                            null,
                            null,
                            new CronBody(
                                    cron.command().arguments(),
                                    cron.command().entrypoint(),
                                    cron.timezone(),
                                    cron.expression()));
            };
        }
    }

    /** What one event runs. */
    record CommandBody(List<String> arguments, @Nullable String entrypoint) {

        static @Nullable CommandBody of(@Nullable Command command) {
            return command == null ? null : new CommandBody(command.arguments(), command.entrypoint());
        }
    }

    /** What runs when. */
    record CronBody(List<String> arguments, @Nullable String entrypoint, String timezone, String scheduledAt) {}
}
