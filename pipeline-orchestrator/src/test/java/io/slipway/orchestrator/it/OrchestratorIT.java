package io.slipway.orchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.status.StatusEvent;
import io.slipway.orchestrator.Specs;
import io.slipway.testkit.Outsider;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The application as it is, on a broker. */
@QuarkusTest
@WithTestResource(BrokerResource.class)
class OrchestratorIT {

    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
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
    private WorkloadWorkers workers;

    @BeforeEach
    void start() {
        await().atMost(PATIENCE).until(() -> get(ready).statusCode() == 200);
        outside = new Outsider(bootstrapServers);
        workers = new WorkloadWorkers(outside);
    }

    @AfterEach
    void stop() {
        workers.close();
        outside.close();
    }

    @Test
    void shouldBeLiveAndTellWhatItIsReadyFor() throws Exception {
        assertThat(get(live).statusCode()).isEqualTo(200);
        assertThat(get(ready).body()).contains("\"streams\": true");
    }

    @Test
    void shouldDeployAnEnvironmentAndMeasureIt() throws Exception {
        outside.send(TopicCatalog.ENVIRONMENT_SPEC, "it-1", Specs.containers("it-1", 1, 6));
        outside.send(
                TopicCatalog.DEPLOY_REQUESTED,
                "it-1",
                Outsider.event("it-1", null, TRACE, request("it-1", "it-1-d1", 1L)));

        await().atMost(PATIENCE).until(() -> ended("it-1", "it-1-d1"));

        // The worker notes its answer after it has been sent, and the pipeline may be quicker.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(workers.answered()).hasSize(6));
        assertThat(outside.events(TopicCatalog.WORKLOAD_REQUESTED))
                .filteredOn(command -> command.data().step().environmentId().equals("it-1"))
                .hasSize(6)
                .extracting(Event::traceparent)
                .containsOnly(TRACE);
        assertThat(get(metrics).body())
                .contains("slipway_pipelines_running 0.0")
                .contains("slipway_pipelines_queued 0.0")
                .contains("slipway_permits_in_use{kind=\"deploy\"} 0.0")
                .contains("slipway_step_seconds_count{kind=\"workload\",outcome=\"succeeded\"}")
                .contains("slipway_transition_seconds_count")
                .contains("kafka_stream");
    }

    @Test
    void shouldRejectARequestForAnUnknownEnvironment() {
        outside.send(TopicCatalog.DEPLOY_REQUESTED, "it-nobody", request("it-nobody", "it-n1", null));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outside.events(TopicCatalog.DEPLOY_REJECTED))
                        .anySatisfy(rejected -> {
                            assertThat(rejected.data().requestId()).isEqualTo("it-n1");
                            assertThat(rejected.data().reason()).isEqualTo(DeployRejected.Reason.UNKNOWN_ENVIRONMENT);
                        }));
        // One transaction, whose end each partition gets for itself.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(outside.records("deploy.requested.dlq"))
                        .anySatisfy(letter -> assertThat(letter.key()).isEqualTo("it-nobody")));
    }

    @Test
    void shouldGoOnAfterRecordsThatNobodyCanRead() throws Exception {
        for (String topic : List.of("deploy.requested", "environment.spec", "workload.completed")) {
            outside.send(topic, "it-2", "garbage".getBytes(StandardCharsets.UTF_8), new RecordHeaders());
        }
        outside.send(TopicCatalog.ENVIRONMENT_SPEC, "it-2", Specs.containers("it-2", 1, 1));
        outside.send(TopicCatalog.DEPLOY_REQUESTED, "it-2", request("it-2", "it-2-d1", 1L));

        await().atMost(PATIENCE).until(() -> ended("it-2", "it-2-d1"));

        for (String topic : List.of("deploy.requested", "environment.spec", "workload.completed")) {
            assertThat(outside.records(topic + ".dlq"))
                    .anySatisfy(letter -> assertThat(letter.value()).asString().isEqualTo("garbage"));
            assertThat(get(metrics).body()).contains("slipway_dlq_records_total{topic=\"" + topic + "\"}");
        }
    }

    private boolean ended(String environment, String deployment) {
        return outside.events(TopicCatalog.SERVICE_STATUS).stream()
                .map(Event::data)
                .filter(status -> status.environmentId().equals(environment))
                .filter(StatusEvent.DeploymentChanged.class::isInstance)
                .map(status -> ((StatusEvent.DeploymentChanged) status).deployment())
                .anyMatch(changed -> changed.id().equals(deployment) && changed.phase() == StatusEvent.Phase.SUCCEEDED);
    }

    private static DeployRequested request(String environment, String id, Long specVersion) {
        return new DeployRequested(
                id,
                environment,
                Action.DEPLOY,
                List.of(),
                Map.of(),
                null,
                specVersion,
                new Requester("ada", Origin.KAFKA),
                Instant.now());
    }

    private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
