package io.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventCodecTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private final EventCodec<DeployRequested> codec = EventCodec.of(TopicCatalog.DEPLOY_REQUESTED);

    @Test
    void shouldReadBackWhatItWroteInBinaryMode() {
        Event<DeployRequested> event = new Event<>(
                "e-1",
                "/test",
                "env-1",
                NOW,
                "d-1",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                new DeployRequested(
                        "r-1",
                        "env-1",
                        Action.DEPLOY,
                        List.of("s-1"),
                        Map.of(),
                        null,
                        7L,
                        new Requester("ada", Origin.API),
                        NOW));
        Headers headers = new RecordHeaders();

        byte[] value = codec.encode(event, headers);

        assertThat(text(headers, "ce_type")).isEqualTo("io.slipway.deploy.requested.v1");
        assertThat(text(headers, "ce_deploymentid")).isEqualTo("d-1");
        assertThat(codec.decode("env-1", headers, value, Instant.EPOCH)).isEqualTo(new Decoded.Valid<>(event));
    }

    @Test
    void shouldFillWhatAnOutsideWriterLeavesOutFromTheEnvelope() {
        Headers headers = new RecordHeaders().add("content-type", bytes("application/cloudevents+json"));
        byte[] value = bytes("""
                {"specversion":"1.0","id":"e-2","source":"/ci","type":"io.slipway.deploy.requested.v1",
                 "datacontenttype":"application/json","data":{"action":"STOP"}}""");

        Decoded<DeployRequested> decoded = codec.decode("env-1", headers, value, NOW);

        assertThat(decoded)
                .isInstanceOfSatisfying(
                        Decoded.Valid.class,
                        valid -> assertThat(valid.event().data())
                                .isEqualTo(new DeployRequested(
                                        "e-2",
                                        "env-1",
                                        Action.STOP,
                                        List.of(),
                                        Map.of(),
                                        null,
                                        null,
                                        new Requester("/ci", Origin.KAFKA),
                                        NOW)));
    }

    @Test
    void shouldSayWhatIsWrongWithARecordThatIsNoEvent() {
        assertThat(codec.decode("env-1", new RecordHeaders(), bytes("hello"), NOW))
                .isInstanceOfSatisfying(
                        Decoded.Undecodable.class,
                        undecodable -> assertThat(undecodable.reason())
                                .contains("ce_*")
                                .contains("application/cloudevents+json"));
    }

    @Test
    void shouldNameTheMemberThatIsWrong() {
        Headers headers = new RecordHeaders().add("content-type", bytes("application/cloudevents+json"));
        byte[] value = bytes("""
                {"specversion":"1.0","id":"e-2","source":"/ci","type":"io.slipway.deploy.requested.v1",
                 "datacontenttype":"application/json","data":{"action":"EXPLODE"}}""");

        assertThat(codec.decode("env-1", headers, value, NOW))
                .isInstanceOfSatisfying(
                        Decoded.Undecodable.class,
                        undecodable -> assertThat(undecodable.reason())
                                .contains("EXPLODE")
                                .contains("action"));
    }

    @Test
    void shouldTellATombstone() {
        assertThat(codec.decode("env-1", new RecordHeaders(), null, NOW))
                .isEqualTo(new Decoded.Tombstone<DeployRequested>("env-1"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
