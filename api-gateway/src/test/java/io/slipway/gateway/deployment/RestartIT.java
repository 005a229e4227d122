package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.platform.process.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged gateway as a process, killed without warning and started again. */
class RestartIT {

    private static final GatewayResources RESOURCES = new GatewayResources();
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path LOG = Path.of("target", "restart-it.log");

    private static Map<String, String> settings;
    private static KafkaProducer<String, byte[]> producer;
    private static int port;
    private static Process gateway;

    @BeforeAll
    static void start() throws IOException {
        settings = RESOURCES.start();
        String broker = settings.get("kafka.bootstrap.servers");
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new ByteArraySerializer());
        port = Ports.free();
        Files.deleteIfExists(LOG);
        RestAssured.port = port;
        launch();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.destroyForcibly();
        }
        if (producer != null) {
            producer.close();
        }
        RESOURCES.stop();
        RestAssured.reset();
    }

    @Test
    void shouldLoseNothingWhenItIsKilled() throws Exception {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(new Publisher()).describe();
        DeploymentTest.act(shop.path("/deploy")).then().statusCode(202);

        restart();
        assertThat(state(shop)).as("accepted, not seen by anybody yet").isEqualTo("QUEUED");
        DeployRequested request = published().last(TopicCatalog.DEPLOY_REQUESTED, shop.environment, 1);

        kill();
        pipeline.begin(request, shop.container).service(shop.container, DeploymentState.DEPLOYING, 1);
        pipeline.log(shop.container, 1, Instant.now(), "while nobody listened");
        pipeline.service(shop.container, DeploymentState.DEPLOYED, 1).phase(Phase.SUCCEEDED);
        launch();

        soon(() -> state(shop).equals("DEPLOYED"));
        soon(() -> "SUCCESS".equals(history(shop).getString("results[0].action_status")));
        assertThat(history(shop).getString("results[0].identifier.execution_id"))
                .isEqualTo(request.requestId());
        soon(() -> Api.get(shop.path("/logs")).jsonPath().getList("").size() == 2);

        DeploymentTest.act(shop.path("/cancelDeployment")).then().statusCode(409);
        DeploymentTest.act(shop.path("/stop")).then().statusCode(202);
        DeploymentTest.act(shop.path("/cancelDeployment")).then().statusCode(202);
        restart();
        assertThat(published().of(TopicCatalog.CANCEL_REQUESTED, shop.environment))
                .as("held back until its target is shown")
                .isEmpty();
        DeployRequested stop = published().last(TopicCatalog.DEPLOY_REQUESTED, shop.environment, 2);
        pipeline.begin(stop, shop.container);
        assertThat(published()
                        .last(TopicCatalog.CANCEL_REQUESTED, shop.environment, 1)
                        .deploymentRequestId())
                .isEqualTo(stop.requestId());
        assertThat(published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment).stream()
                        .map(DeployRequested::requestId)
                        .distinct())
                .hasSize(2);
    }

    private static void restart() throws Exception {
        kill();
        launch();
    }

    private static void kill() throws InterruptedException {
        gateway.destroyForcibly().waitFor();
    }

    private static void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(
                List.of("-Dquarkus.http.port=" + port, "-XX:TieredStopAtLevel=1", "-Xmx192m", "-jar", JAR.toString()));
        File log = LOG.toFile();
        gateway = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        soon(() -> {
            assertThat(gateway.isAlive()).as("see %s", LOG).isTrue();
            return ready();
        });
    }

    private static boolean ready() {
        try {
            return RestAssured.get("/q/health/ready").statusCode() == 200;
        } catch (Exception e) {
            return false;
        }
    }

    private static Published published() {
        return new Published(new KafkaConsumer<>(
                Map.of("bootstrap.servers", settings.get("kafka.bootstrap.servers")),
                new StringDeserializer(),
                new ByteArrayDeserializer()));
    }

    private static String state(Shop shop) {
        return Api.get(shop.path("/status")).jsonPath().getString("state");
    }

    private static JsonPath history(Shop shop) {
        return Api.get(shop.path("/deploymentHistoryV2")).jsonPath();
    }

    private static void soon(Callable<Boolean> condition) {
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(condition);
    }

    /** Writes events with a producer of its own. */
    private static final class Publisher implements EventPublisher {

        @Override
        public <T> CompletionStage<Void> publish(TopicDescriptor<T> topic, String key, Event<T> event) {
            RecordHeaders headers = new RecordHeaders();
            byte[] value = EventCodec.of(topic).encode(event, headers);
            return send(new ProducerRecord<>(topic.name(), null, key, value, headers));
        }

        @Override
        public CompletionStage<Void> forget(TopicDescriptor<?> topic, String key) {
            return send(new ProducerRecord<>(topic.name(), key, null));
        }

        private static CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
            try {
                Objects.requireNonNull(producer).send(record).get();
                return CompletableFuture.completedFuture(null);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
