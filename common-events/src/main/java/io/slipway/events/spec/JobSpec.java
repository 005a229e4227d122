package io.slipway.events.spec;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.slipway.events.Copies;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job: runs to completion, on a lifecycle event of the environment or on a schedule. */
public sealed interface JobSpec extends ServiceSpec {

    /** Where its image comes from. */
    ImageSource source();

    /** CPU and memory of one run. */
    RunSpec.Resources resources();

    /** Retries after a failure; 0 = none. */
    int maxRestarts();

    /** Seconds that one run may take with all its retries before it is killed and failed; 0 = no limit. */
    int maxDurationSeconds();

    /** Port that probes use; it is never published. */
    @Nullable
    Integer port();

    /** Probes of the job's container. */
    Probes probes();

    /** Runs on events of the environment; each event has its own command. */
    record Lifecycle(
            String id,
            String name,
            String stageId,
            boolean skipped,
            ImageSource source,
            Map<JobEvent, RunSpec.ProcessSpec> events,
            RunSpec.Resources resources,
            int maxRestarts,
            int maxDurationSeconds,
            @Nullable Integer port,
            Probes probes)
            implements JobSpec {

        public Lifecycle {
            Copies.required(id, "id");
            Copies.required(name, "name");
            Copies.required(stageId, "stageId");
            Copies.required(source, "source");
            events = Copies.map(events);
            resources = resources == null ? RunSpec.Resources.DEFAULT : resources;
            probes = probes == null ? Probes.NONE : probes;
        }

        /** Whether {@code event} is among the job's triggers. */
        @JsonIgnore
        public boolean triggersOn(@Nullable JobEvent event) {
            return event != null && events.containsKey(event);
        }
    }

    /**
     * Runs on a schedule.
     *
     * @param schedule five cron fields
     * @param timezone IANA name, for example {@code Etc/UTC}
     */
    record Cron(
            String id,
            String name,
            String stageId,
            boolean skipped,
            ImageSource source,
            RunSpec.ProcessSpec command,
            String schedule,
            String timezone,
            RunSpec.Resources resources,
            int maxRestarts,
            int maxDurationSeconds,
            @Nullable Integer port,
            Probes probes)
            implements JobSpec {

        public Cron {
            Copies.required(id, "id");
            Copies.required(name, "name");
            Copies.required(stageId, "stageId");
            Copies.required(source, "source");
            Copies.required(schedule, "schedule");
            command = command == null ? RunSpec.ProcessSpec.IMAGE_DEFAULT : command;
            timezone = timezone == null || timezone.isBlank() ? "Etc/UTC" : timezone;
            resources = resources == null ? RunSpec.Resources.DEFAULT : resources;
            probes = probes == null ? Probes.NONE : probes;
        }
    }
}
