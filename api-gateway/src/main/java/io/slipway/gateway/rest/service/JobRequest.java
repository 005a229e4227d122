package io.slipway.gateway.rest.service;

import io.slipway.events.spec.JobEvent;
import io.slipway.gateway.app.catalog.Services;
import io.slipway.gateway.domain.catalog.Cluster;
import io.slipway.gateway.domain.catalog.CronExpression;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceConfig.Command;
import io.slipway.gateway.domain.catalog.ServiceConfig.JobConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.git.Provider;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the contract's {@code JobRequest}: the same to make one and, as a whole, to replace one. */
final class JobRequest {

    private static final int MAX_RESTARTS = 100;
    private static final int WEEK = 7 * 86_400;
    private static final List<String> EVENTS = List.of("on_start", "on_stop", "on_delete");

    private JobRequest() {}

    static Services.Draft create(byte @Nullable [] bytes, Cluster cluster) {
        return read(Body.of(bytes), null, cluster);
    }

    static Services.Draft edit(Body body, Service old, Cluster cluster) {
        return read(body, old, cluster);
    }

    private static Services.Draft read(Body body, @Nullable Service old, Cluster cluster) {
        ServiceFields.refuseUnsupported(body);
        String name = Limits.name(body, "name");
        Source source = source(body.requiredObject("source"), body);
        Schedule schedule = schedule(body.requiredObject("schedule"), body);
        boolean cron = schedule instanceof Schedule.Cron;
        if (old != null && old.isCron() != cron && body.has("schedule")) {
            body.error("schedule", "cannot turn a lifecycle job into a cron job or the other way round");
        }
        Services.Draft draft = new Services.Draft(
                name,
                Limits.description(body),
                ServiceFields.icon(body, cron ? Icons.CRON_JOB : Icons.LIFECYCLE_JOB),
                new JobConfig(
                        source,
                        schedule,
                        ServiceFields.compute(body, cluster, ApplicationRequest.STANDARD_COMPUTE),
                        body.integer("max_nb_restart", 0, 0, MAX_RESTARTS),
                        body.integer("max_duration_seconds", 0, 0, WEEK),
                        body.integer("port", 1, Limits.MAX_PORT),
                        HealthcheckBody.read(body),
                        body.bool("auto_preview", false),
                        body.bool("auto_deploy", false)));
        body.check();
        return draft;
    }

    private static Source source(Body source, Body job) {
        Body image = source.object("image");
        Body docker = source.object("docker");
        if (image != null && docker == null) {
            return ImageBody.read(image);
        }
        if (docker != null && image == null) {
            return GitBody.read(docker.requiredObject("git_repository"), GitBody.Dockerfile.read(docker));
        }
        if (job.has("source")) {
            job.error("source", "must have exactly one of image and docker");
        }
        // A stand-in: the request is refused.
        return new Source.Git(Provider.GITHUB.name(), "", null, "/", null, null, null, null);
    }

    private static Schedule schedule(Body schedule, Body job) {
        Body cron = schedule.object("cronjob");
        long events = EVENTS.stream().filter(schedule::has).count();
        if (job.has("schedule") && (cron == null) == (events == 0)) {
            job.error("schedule", "must have either cronjob or at least one of on_start, on_stop and on_delete");
        }
        LifecycleType kind = schedule.enumeration("lifecycle_type", LifecycleType.class, LifecycleType.GENERIC);
        Map<JobEvent, Command> commands = events(schedule);
        return cron == null ? new Schedule.Lifecycle(commands, kind.name()) : cron(cron);
    }

    private static Map<JobEvent, Command> events(Body schedule) {
        Map<JobEvent, Command> events = new EnumMap<>(JobEvent.class);
        put(events, JobEvent.START, schedule.object("on_start"));
        put(events, JobEvent.STOP, schedule.object("on_stop"));
        put(events, JobEvent.DELETE, schedule.object("on_delete"));
        return events;
    }

    private static void put(Map<JobEvent, Command> events, JobEvent event, @Nullable Body body) {
        if (body != null) {
            events.put(event, ServiceFields.command(body));
        }
    }

    private static Schedule cron(Body cron) {
        String expression = cron.requiredText("scheduled_at", Limits.SHORT_TEXT).strip();
        if (cron.has("scheduled_at") && !CronExpression.isValid(expression)) {
            cron.error("scheduled_at", "must be a cron expression with five fields");
        }
        String timezone = cron.text("timezone", Limits.SHORT_TEXT);
        if (timezone == null || timezone.isBlank()) {
            timezone = "Etc/UTC";
        } else if (!isZone(timezone)) {
            cron.error("timezone", "must be the name of a time zone such as Europe/Paris");
        }
        return new Schedule.Cron(ServiceFields.command(cron), expression, timezone);
    }

    private static boolean isZone(String name) {
        try {
            ZoneId.of(name);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    /** The contract's {@code JobLifecycleTypeEnum}. */
    enum LifecycleType {
        GENERIC,
        TERRAFORM,
        CLOUDFORMATION
    }
}
