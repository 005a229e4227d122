package io.slipway.orchestrator.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.kit.streams.EventRecords;
import io.slipway.orchestrator.domain.PipelineEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns the records of the source topics into events of the core. */
final class Intake {

    /** More than any id of ours has; keys of the store hold it. */
    static final int MAX_ID_LENGTH = 512;

    private static final String TRACEPARENT = "traceparent";
    private static final Map<String, Source<?>> SOURCES = sources();

    private Intake() {}

    /** The topics that can be read. */
    static List<String> topics() {
        return List.copyOf(SOURCES.keySet());
    }

    /** What {@code record} of {@code topic} is. */
    static Arrival read(String topic, Record<String, byte[]> record, Instant now) {
        return Objects.requireNonNull(SOURCES.get(topic), "no source topic").read(record, now);
    }

    private static Map<String, Source<?>> sources() {
        Map<String, Source<?>> sources = new LinkedHashMap<>();
        add(sources, TopicCatalog.ENVIRONMENT_SPEC, PipelineEvent.SpecPublished::new);
        add(sources, TopicCatalog.DEPLOY_REQUESTED, PipelineEvent.DeploymentAsked::new);
        add(sources, TopicCatalog.CANCEL_REQUESTED, PipelineEvent.CancellationAsked::new);
        add(sources, TopicCatalog.BUILD_COMPLETED, PipelineEvent.BuildFinished::new);
        add(sources, TopicCatalog.WORKLOAD_COMPLETED, PipelineEvent.WorkloadFinished::new);
        add(sources, TopicCatalog.JOB_FINISHED, PipelineEvent.JobEnded::new);
        add(sources, TopicCatalog.OUTPUT_HARVESTED, PipelineEvent.OutputsHarvested::new);
        return sources;
    }

    private static <T> void add(
            Map<String, Source<?>> sources, TopicDescriptor<T> topic, BiFunction<T, Instant, PipelineEvent> event) {
        sources.put(topic.name(), new Source<>(EventCodec.of(topic), event));
    }

    private record Source<T>(EventCodec<T> codec, BiFunction<T, Instant, PipelineEvent> event) {

        private Arrival read(Record<String, byte[]> record, Instant now) {
            return switch (EventRecords.decode(codec, record)) {
                case Decoded.Valid<T> valid ->
                    checked(
                            event.apply(valid.event().data(), now),
                            record,
                            traceparent(valid.event().traceparent(), record));
                case Decoded.Tombstone<T> _ -> tombstone(record, now);
                case Decoded.Undecodable<T> undecodable -> new Arrival.Refused(undecodable.reason());
            };
        }

        private Arrival tombstone(Record<String, byte[]> record, Instant now) {
            if (!codec.topic().name().equals(Topics.ENVIRONMENT_SPEC)) {
                return new Arrival.Refused(
                        "the record has no value, which only " + Topics.ENVIRONMENT_SPEC + " allows");
            }
            if (record.key() == null || record.key().isBlank()) {
                return new Arrival.Refused("the record has neither key nor value");
            }
            return checked(new PipelineEvent.SpecForgotten(record.key(), now), record, null);
        }
    }

    /** State is kept where the key leads, so the key has to be the environment. Without one, the data tell it. */
    private static Arrival checked(PipelineEvent event, Record<String, byte[]> record, @Nullable String traceparent) {
        String environmentId = event.environmentId();
        if (record.key() != null && !record.key().equals(environmentId)) {
            return new Arrival.Refused("the record's key '" + record.key() + "' is not the environment '"
                    + environmentId + "' that its data name");
        }
        if (environmentId.length() > MAX_ID_LENGTH) {
            return new Arrival.Refused("the environment's id has more than " + MAX_ID_LENGTH + " characters");
        }
        return new Arrival.Accepted(event, traceparent);
    }

    private static @Nullable String traceparent(@Nullable String ofTheEvent, Record<String, byte[]> record) {
        if (ofTheEvent != null) {
            return ofTheEvent;
        }
        Header header = record.headers().lastHeader(TRACEPARENT);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
