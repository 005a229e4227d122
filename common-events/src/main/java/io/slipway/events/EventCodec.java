package io.slipway.events;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.CloudEventSerializer;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.cloudevents.rw.CloudEventRWException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of one topic into Kafka records and back, after the CloudEvents 1.0 Kafka protocol binding.
 *
 * <p>Writes binary mode; reads binary and structured mode. The event's {@code type} has to be the topic's. For the
 * topics that outsiders write, members of the data that the envelope already tells are filled in from there.
 */
public final class EventCodec<T> {

    private static final String DEPLOYMENT_ID = "deploymentid";
    private static final String TRACEPARENT = "traceparent";
    private static final String JSON = "application/json";

    private final TopicDescriptor<T> topic;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final CloudEventSerializer binary = new CloudEventSerializer();

    private EventCodec(TopicDescriptor<T> topic) {
        this.topic = topic;
        this.reader = EventJson.mapper().readerFor(topic.dataType());
        this.writer = EventJson.mapper().writerFor(topic.dataType());
        binary.configure(Map.of(), false);
    }

    /** The codec for {@code topic}; it may be shared between threads. */
    public static <T> EventCodec<T> of(TopicDescriptor<T> topic) {
        return new EventCodec<>(topic);
    }

    /** The topic that this codec is for. */
    public TopicDescriptor<T> topic() {
        return topic;
    }

    /**
     * Encodes {@code event}: its context attributes are added to {@code headers}.
     *
     * @return the record's value
     */
    public byte[] encode(Event<T> event, Headers headers) {
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(event.id())
                .withSource(URI.create(event.source()))
                .withType(topic.type())
                .withSubject(event.subject())
                .withTime(event.time().atOffset(ZoneOffset.UTC))
                .withDataContentType(JSON)
                .withData(json(event.data()));
        if (event.deploymentId() != null) {
            builder = builder.withExtension(DEPLOYMENT_ID, event.deploymentId());
        }
        if (event.traceparent() != null) {
            builder = builder.withExtension(TRACEPARENT, event.traceparent());
            headers.remove(TRACEPARENT).add(TRACEPARENT, event.traceparent().getBytes(StandardCharsets.UTF_8));
        }
        return binary.serialize(topic.name(), headers, builder.build());
    }

    /**
     * Decodes a record.
     *
     * @param key the record's key; fills in the environment id of requests that do not name it
     * @param value null for a tombstone
     * @param recordedAt the record's timestamp: stands in for a time that the event does not tell
     */
    public Decoded<T> decode(@Nullable String key, Headers headers, byte @Nullable [] value, Instant recordedAt) {
        if (value == null) {
            return new Decoded.Tombstone<>(key);
        }
        try {
            CloudEvent event = KafkaMessageFactory.createReader(headers, value).toEvent();
            if (!topic.type().equals(event.getType())) {
                return new Decoded.Undecodable<>("the event's type is '" + event.getType() + "' where topic '"
                        + topic.name() + "' carries '" + topic.type() + "'");
            }
            return new Decoded.Valid<>(decode(key, event, recordedAt));
        } catch (CloudEventRWException | IllegalStateException | UnsupportedOperationException e) {
            return new Decoded.Undecodable<>("not a CloudEvent: expected ce_* headers (binary mode) or content-type"
                    + " 'application/cloudevents+json' (structured mode): " + e.getMessage());
        } catch (JacksonException e) {
            return new Decoded.Undecodable<>("the event's data is no valid " + topic.name() + ": " + shortMessage(e));
        } catch (IOException | IllegalArgumentException e) {
            return new Decoded.Undecodable<>("the event's data is no valid " + topic.name() + ": " + e.getMessage());
        }
    }

    private Event<T> decode(@Nullable String key, CloudEvent event, Instant recordedAt) throws IOException {
        if (event.getData() == null) {
            throw new IllegalArgumentException("it has no data");
        }
        Instant time = event.getTime() == null ? recordedAt : event.getTime().toInstant();
        String subject = event.getSubject() == null ? key : event.getSubject();
        T data = bind(key, event, event.getData().toBytes(), time);
        return new Event<>(
                event.getId(),
                event.getSource().toString(),
                subject == null ? "" : subject,
                time,
                text(event.getExtension(DEPLOYMENT_ID)),
                text(event.getExtension(TRACEPARENT)),
                data);
    }

    private T bind(@Nullable String key, CloudEvent event, byte[] data, Instant time) throws IOException {
        if (topic.audience() != TopicDescriptor.Audience.WRITE) {
            return reader.readValue(data);
        }
        JsonNode node = EventJson.mapper().readTree(data);
        if (!(node instanceof ObjectNode request)) {
            throw new IllegalArgumentException("a JSON object is expected");
        }
        fill(request, "environmentId", key);
        fill(request, "requestId", event.getId());
        fill(request, "requestedAt", time.toString());
        if (request.path("requestedBy").isMissingNode()) {
            request.putObject("requestedBy")
                    .put("user", event.getSource().toString())
                    .put("origin", "KAFKA");
        }
        return reader.readValue(request);
    }

    private static void fill(ObjectNode request, String member, @Nullable String value) {
        if (value != null && request.path(member).isMissingNode()) {
            request.put(member, value);
        }
    }

    private static @Nullable String text(@Nullable Object extension) {
        return extension == null ? null : extension.toString();
    }

    private byte[] json(T data) {
        try {
            return writer.writeValueAsBytes(data);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + topic.name(), e);
        }
    }

    private static String shortMessage(JacksonException e) {
        String message = e.getOriginalMessage();
        return e instanceof com.fasterxml.jackson.databind.JsonMappingException m
                        && !m.getPath().isEmpty()
                ? message + " (at " + m.getPathReference().replaceAll("[\\w.$]+\\.(\\w+)", "$1") + ")"
                : message;
    }
}
