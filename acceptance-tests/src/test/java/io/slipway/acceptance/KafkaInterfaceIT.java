package io.slipway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.acceptance.support.Environment;
import io.slipway.acceptance.support.Observer;
import io.slipway.acceptance.support.RunningPlatform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What {@code docs/kafka.md} shows, done with plain Kafka clients. */
class KafkaInterfaceIT {

    private final RunningPlatform platform = RunningPlatform.get();

    private void publish(String topic, String key, String value, Map<String, String> headers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, platform.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        }
    }

    /** All of them at once: none can be served before the last one is there. */
    private void publishTogether(String key, String value, int count) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        platform.bootstrapServers(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        60_000),
                new StringSerializer(),
                new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<String, String> record = new ProducerRecord<>("deploy.requested", key, value);
                binary(UUID.randomUUID().toString())
                        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
                var _ = producer.send(record);
            }
            producer.flush();
        }
    }

    private static Map<String, String> binary(String id) {
        return Map.of(
                "ce_specversion", "1.0",
                "ce_id", id,
                "ce_source", "/ci/pipeline-42",
                "ce_type", "io.slipway.deploy.requested.v1",
                "content-type", "application/json");
    }

    @Test
    void shouldMergeNeighboursInTheQueue() {
        Environment environment = Environment.create(platform.api(), "queue");
        environment.containers("q", 2);
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");

        // The first one runs, the others wait for it and become one.
        publishTogether(environment.id(), "{\"action\":\"REDEPLOY\"}", 4);

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(ended(environment)).isGreaterThanOrEqualTo(3));
        assertThat(environment.awaitEnd()).isEqualTo("DEPLOYED");
        assertThat(ended(environment)).isEqualTo(3);
        environment.delete();
    }

    private long ended(Environment environment) {
        return platform.observer().all("service.status", environment.id()).stream()
                .map(seen -> seen.json().path("deployment"))
                .filter(deployment -> deployment.hasNonNull("endedAt"))
                .map(deployment -> deployment.get("id").asText())
                .distinct()
                .count();
    }

    @Test
    void shouldDeployOnceForTheSameRecordTwiceAndShowItToADashboard() throws Exception {
        Environment environment = Environment.create(platform.api(), "kafka");
        List<String> services = environment.containers("k", 2);
        String request = UUID.randomUUID().toString();

        publish("deploy.requested", environment.id(), "{\"action\":\"DEPLOY\"}", binary(request));
        publish("deploy.requested", environment.id(), "{\"action\":\"DEPLOY\"}", binary(request));

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(lastStatus(environment).path("state").asText())
                                .isEqualTo("DEPLOYED"));
        List<Observer.Seen> statuses = platform.observer().all("environment.status", environment.id());
        assertThat(statuses)
                .extracting(seen -> seen.json().get("sequence").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        JsonNode deployment = lastStatus(environment).get("deployment");
        assertThat(deployment.at("/requestedBy/user").asText()).isEqualTo("/ci/pipeline-42");
        assertThat(deployment.at("/requestedBy/origin").asText()).isEqualTo("KAFKA");
        assertThat(platform.observer().all("workload.requested", seen -> services.contains(seen.key())))
                .hasSize(2);
        environment.delete();
    }

    @Test
    void shouldTakeStructuredModeToo() throws Exception {
        Environment environment = Environment.create(platform.api(), "structured");
        environment.containers("k", 1);

        publish(
                "deploy.requested",
                environment.id(),
                """
                {"specversion":"1.0","id":"%s","source":"/ci","type":"io.slipway.deploy.requested.v1",
                 "datacontenttype":"application/json","data":{"action":"DEPLOY"}}""".formatted(UUID.randomUUID()),
                Map.of("content-type", "application/cloudevents+json"));

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(
                        () -> assertThat(lastStatus(environment).path("state").asText())
                                .isEqualTo("DEPLOYED"));
        environment.delete();
    }

    @Test
    void shouldPutWhatCannotBeServedIntoTheDeadLetterTopicAndGoOn() throws Exception {
        String unknown = UUID.randomUUID().toString();
        String key = UUID.randomUUID().toString();
        publish(
                "deploy.requested",
                unknown,
                "{\"action\":\"DEPLOY\"}",
                binary(UUID.randomUUID().toString()));
        publish("deploy.requested", key, "this is not an event", Map.of());
        publish(
                "deploy.requested",
                key,
                "{\"action\":\"EXPLODE\"}",
                binary(UUID.randomUUID().toString()));

        await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
            assertThat(platform.observer().all("deploy.requested.dlq", unknown))
                    .singleElement()
                    .satisfies(seen -> assertThat(seen.headers().get("slipway_dlq_reason"))
                            .contains("no environment with this id"));
            assertThat(platform.observer().all("deploy.requested.dlq", key))
                    .extracting(seen -> seen.headers().get("slipway_dlq_reason"))
                    .satisfiesExactlyInAnyOrder(
                            reason -> assertThat(reason).contains("CloudEvent"),
                            reason -> assertThat(reason).contains("EXPLODE"));
            assertThat(platform.observer().all("deploy.rejected", unknown))
                    .singleElement()
                    .satisfies(seen ->
                            assertThat(seen.json().get("reason").asText()).isEqualTo("UNKNOWN_ENVIRONMENT"));
        });

        Environment environment = Environment.create(platform.api(), "after-bad-input");
        environment.containers("k", 1);
        assertThat(environment.run("deploy")).isEqualTo("DEPLOYED");
        environment.delete();
    }

    private JsonNode lastStatus(Environment environment) {
        List<Observer.Seen> statuses = platform.observer().all("environment.status", environment.id());
        return statuses.isEmpty()
                ? platform.api().get("/organization").json().path("none")
                : statuses.getLast().json();
    }
}
