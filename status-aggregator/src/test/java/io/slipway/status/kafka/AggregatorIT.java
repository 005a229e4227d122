package io.slipway.status.kafka;

import static io.slipway.events.status.DeploymentState.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.RunningState;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.kit.kafka.DeadLetterHeaders;
import io.slipway.status.EmbeddedKafkaResource;
import io.slipway.status.domain.Story;
import io.slipway.testkit.Outsider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as it is, seen from outside with plain Kafka clients. */
@QuarkusTest
@WithTestResource(EmbeddedKafkaResource.class)
class AggregatorIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @TestHTTPResource("/q/health/live")
    URI live;

    @TestHTTPResource("/q/metrics")
    URI metrics;

    private Outsider outside;

    @BeforeEach
    void connect() {
        outside = new Outsider(bootstrapServers);
    }

    @AfterEach
    void disconnect() {
        outside.close();
    }

    @Test
    void shouldPublishWhatADashboardShows() throws Exception {
        Story story = new Story()
                .described(Map.of("apps", List.of("web", "api")))
                .begins("d-1", Action.DEPLOY, "web")
                .service("web", QUEUED, DEPLOYING, DEPLOYED)
                .turns(Phase.SUCCEEDED);
        String environment = Story.ENVIRONMENT;
        for (StatusEvent event : story.told()) {
            outside.send(TopicCatalog.SERVICE_STATUS, environment, event);
        }
        story.running(
                "web", RunningState.RUNNING, ServiceRunning.Instance.of("w", RunningState.RUNNING, null, 0, null));
        outside.send(
                TopicCatalog.SERVICE_RUNNING,
                environment,
                story.view().running().get("web"));

        // The topics are read side by side: what runs may be folded before the last of what was deployed.
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<EnvironmentStatus> statuses = outside.data(TopicCatalog.ENVIRONMENT_STATUS, environment);
            assertThat(statuses).last().satisfies(last -> {
                assertThat(last.running()).isEqualTo(RunningState.RUNNING);
                assertThat(last.stages()).isEqualTo(story.status().stages());
                assertThat(last.state()).isEqualTo(DEPLOYED);
            });
        });

        List<EnvironmentStatus> statuses = outside.data(TopicCatalog.ENVIRONMENT_STATUS, environment);
        for (int i = 0; i < statuses.size(); i++) {
            assertThat(statuses.get(i).sequence()).isEqualTo(i + 1);
        }
        assertThat(get(metrics)).contains("slipway_status_latency_seconds_count", "slipway_status_events_total");
    }

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLetterTopicAndGoOn() throws Exception {
        String environment = UUID.randomUUID().toString();
        outside.send(Topics.SERVICE_STATUS, environment, "hello".getBytes(UTF_8), new RecordHeaders());
        outside.send(
                TopicCatalog.SERVICE_STATUS,
                environment,
                new StatusEvent.EnvironmentDescribed(environment, 1, Instant.now(), "alive", 1, List.of()));

        await().atMost(PATIENCE)
                .until(() -> outside.data(TopicCatalog.ENVIRONMENT_STATUS, environment)
                                .size()
                        == 1);

        // It may be the same transaction, whose end each partition gets for itself.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outside.records(Topics.dlq(Topics.SERVICE_STATUS)))
                        .filteredOn(record -> record.key().equals(environment))
                        .singleElement()
                        .satisfies(letter -> {
                            assertThat(letter.value()).isEqualTo("hello".getBytes(UTF_8));
                            assertThat(new String(
                                            letter.headers()
                                                    .lastHeader(DeadLetterHeaders.REASON)
                                                    .value(),
                                            UTF_8))
                                    .contains("not a CloudEvent");
                        }));
        assertThat(get(metrics)).contains("slipway_dlq_records_total{topic=\"service.status\"");
    }

    @Test
    void shouldBeLiveAndReadyWhileItFolds() {
        await().atMost(PATIENCE).until(() -> get(ready).contains("\"streams\": true"));
        assertThat(get(live)).contains("\"status\": \"UP\"");
    }

    private static String get(URI uri) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
