package io.slipway.benchmarks;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.spec.RunSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.WebServiceSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Asks for deployments and waits for their ends, with a fixed number of them in flight. */
final class Driver implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> statuses;
    private final EventCodec<EnvironmentSpec> specs = EventCodec.of(TopicCatalog.ENVIRONMENT_SPEC);
    private final EventCodec<DeployRequested> requests = EventCodec.of(TopicCatalog.DEPLOY_REQUESTED);

    private volatile @Nullable Exception failure;

    Driver(Clients clients) {
        this.producer = clients.producer();
        this.statuses = clients.consumer(false, Topics.SERVICE_STATUS);
    }

    /** Publishes the configurations of {@code count} environments of image services and returns their ids. */
    List<String> createEnvironments(int count, int stages, int servicesPerStage) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = UUID.randomUUID().toString();
            send(Topics.ENVIRONMENT_SPEC, id, specs, environment(id, stages, servicesPerStage));
            ids.add(id);
        }
        producer.flush();
        return ids;
    }

    /**
     * Runs {@code total} deployments, one at a time in each of {@code environments}.
     *
     * @return how long that took
     */
    Duration deploy(List<String> environments, int total) {
        long start = System.nanoTime();
        Set<String> inFlight = new HashSet<>();
        int asked = 0;
        for (String environment : environments.subList(0, Math.min(environments.size(), total))) {
            request(environment);
            inFlight.add(environment);
            asked++;
        }
        long lastProgress = System.nanoTime();
        while (!inFlight.isEmpty()) {
            for (ConsumerRecord<String, byte[]> status : statuses.poll(Duration.ofMillis(50))) {
                if (endsDeployment(status) && inFlight.remove(status.key())) {
                    lastProgress = System.nanoTime();
                    if (asked < total) {
                        request(status.key());
                        inFlight.add(status.key());
                        asked++;
                    }
                }
            }
            if (failure != null) {
                throw new IllegalStateException("a request was not written", failure);
            }
            if (System.nanoTime() - lastProgress > PATIENCE.toNanos()) {
                throw new IllegalStateException("no deployment ended for " + PATIENCE + "; " + inFlight.size()
                        + " are under way, first " + inFlight.iterator().next());
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Whether a record of {@code service.status} says that a deployment is over. */
    static boolean endsDeployment(ConsumerRecord<String, byte[]> status) {
        if (status.value() == null) {
            return false;
        }
        String json = new String(status.value(), StandardCharsets.UTF_8);
        return json.contains("\"kind\":\"DEPLOYMENT_CHANGED\"") && json.contains("\"endedAt\":\"");
    }

    private void request(String environment) {
        String id = UUID.randomUUID().toString();
        send(
                Topics.DEPLOY_REQUESTED,
                environment,
                requests,
                new DeployRequested(
                        id,
                        environment,
                        Action.DEPLOY,
                        List.of(),
                        Map.of(),
                        null,
                        null,
                        new Requester("bench", Origin.KAFKA),
                        Instant.now()));
    }

    private <T> void send(String topic, String environment, EventCodec<T> codec, T data) {
        RecordHeaders headers = new RecordHeaders();
        byte[] value = codec.encode(
                new Event<>(
                        UUID.randomUUID().toString(),
                        "/slipway/benchmarks",
                        environment,
                        Instant.now(),
                        null,
                        null,
                        data),
                headers);
        var _ = producer.send(new ProducerRecord<>(topic, null, environment, value, headers), (_, error) -> {
            if (error != null) {
                failure = error;
            }
        });
    }

    static EnvironmentSpec environment(String id, int stages, int servicesPerStage) {
        List<StageSpec> stageSpecs = new ArrayList<>();
        List<ServiceSpec> services = new ArrayList<>();
        for (int stage = 0; stage < stages; stage++) {
            String stageId = id + "-stage-" + stage;
            stageSpecs.add(new StageSpec(stageId, "stage " + stage));
            for (int i = 0; i < servicesPerStage; i++) {
                String serviceId = UUID.randomUUID().toString();
                String name = "service-" + stage + "-" + i;
                services.add(new WebServiceSpec.Container(
                        serviceId,
                        name,
                        stageId,
                        false,
                        name,
                        new ImageSource.Registry("", "bench/" + name, "1", null),
                        RunSpec.DEFAULT));
            }
        }
        return new EnvironmentSpec(id, 1, "bench", "DEVELOPMENT", "", "", "", stageSpecs, services, List.of());
    }

    @Override
    public void close() {
        producer.close();
        statuses.close();
    }
}
