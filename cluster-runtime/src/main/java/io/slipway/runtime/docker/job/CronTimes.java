package io.slipway.runtime.docker.job;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** The times of a schedule: five cron fields in a time zone. */
final class CronTimes {

    private static final CronParser PARSER = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final ExecutionTime times;
    private final ZoneId zone;

    private CronTimes(ExecutionTime times, ZoneId zone) {
        this.times = times;
        this.zone = zone;
    }

    static CronTimes of(String schedule, String timezone) {
        try {
            return new CronTimes(ExecutionTime.forCron(PARSER.parse(schedule)), ZoneId.of(timezone));
        } catch (DateTimeException e) {
            throw new StepException(Reason.UNSUPPORTED, "'" + timezone + "' is not a known time zone.", e);
        } catch (IllegalArgumentException e) {
            throw new StepException(
                    Reason.UNSUPPORTED,
                    "'" + schedule + "' is not a schedule of five cron fields: " + e.getMessage(),
                    e);
        }
    }

    /** The first time after {@code instant}; empty if there is none. */
    Optional<Instant> after(Instant instant) {
        return times.nextExecution(instant.atZone(zone)).map(java.time.ZonedDateTime::toInstant);
    }
}
