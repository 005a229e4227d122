package io.slipway.runtime.docker.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.slipway.events.Copies;
import io.slipway.events.EventJson;
import io.slipway.events.spec.RunSpec.Resources;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import java.util.List;
import java.util.Optional;

/**
 * What a schedule's holder says about it in its label; the rest is the holder's own configuration.
 *
 * @param files paths of the files that a run starts with; the holder has them too
 */
record ScheduleSpec(
        String name,
        String schedule,
        String timezone,
        int maxRestarts,
        int maxDurationSeconds,
        Resources resources,
        List<String> files) {

    ScheduleSpec {
        files = Copies.list(files);
    }

    static Optional<ScheduleSpec> of(ContainerView holder) {
        try {
            return Optional.of(EventJson.mapper().readValue(holder.label(Labels.SCHEDULE), ScheduleSpec.class));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    String json() {
        try {
            return EventJson.mapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
