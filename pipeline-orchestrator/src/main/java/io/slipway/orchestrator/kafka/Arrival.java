package io.slipway.orchestrator.kafka;

import io.slipway.orchestrator.domain.PipelineEvent;
import org.jspecify.annotations.Nullable;

/** What a record turned out to be. */
sealed interface Arrival {

    /** An event for the core. */
    record Accepted(PipelineEvent event, @Nullable String traceparent) implements Arrival {}

    /** Nothing that can be served; {@code reason} is for the person who wrote it. */
    record Refused(String reason) implements Arrival {}
}
