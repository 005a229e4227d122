package io.slipway.status.kafka;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.kit.streams.EventRecords;
import io.slipway.status.app.Cause;
import io.slipway.status.app.StatusOutput;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards statuses to the sink of {@code environment.status}. An event's id is the environment's and the sequence. */
final class StatusRecords implements StatusOutput {

    private static final String SOURCE = "/slipway/status-aggregator";

    private final EventCodec<EnvironmentStatus> codec = EventCodec.of(TopicCatalog.ENVIRONMENT_STATUS);
    private final ProcessorContext<String, byte[]> context;
    private final FoldMetrics metrics;

    StatusRecords(ProcessorContext<String, byte[]> context, FoldMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    @Override
    public void publish(EnvironmentStatus status, Cause cause) {
        Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        Event<EnvironmentStatus> event = new Event<>(
                status.environmentId() + ":" + status.sequence(),
                SOURCE,
                status.environmentId(),
                now,
                cause.deploymentId(),
                cause.traceparent(),
                status);
        context.forward(EventRecords.encode(codec, status.environmentId(), event), AggregatorTopology.STATUS_SINK);
        metrics.published(Duration.between(cause.at(), now));
    }

    @Override
    public void forget(String environmentId, Cause cause) {
        context.forward(
                new Record<>(environmentId, null, context.currentSystemTimeMs()), AggregatorTopology.STATUS_SINK);
    }
}
