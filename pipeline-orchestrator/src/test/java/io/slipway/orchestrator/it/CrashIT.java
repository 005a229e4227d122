package io.slipway.orchestrator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.StepRef;
import io.slipway.orchestrator.Specs;
import io.slipway.testkit.Outsider;
import io.slipway.testkit.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged application is killed while it works. */
class CrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int ENVIRONMENTS = 4;
    private static final int SERVICES = 24;

    private TestBroker broker;
    private OrchestratorProcess orchestrator;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start("orchestrator-crash");
    }

    @AfterEach
    void stop() throws Exception {
        if (orchestrator != null) {
            orchestrator.kill();
        }
        broker.close();
    }

    @Test
    void shouldIssueEveryCommandOnceHoweverOftenItIsKilled() throws Exception {
        orchestrator = OrchestratorProcess.start(broker.directory(), broker.bootstrapServers(), List.of());
        awaitTopics();
        try (Outsider outside = new Outsider(broker.bootstrapServers());
                WorkloadWorkers workers = new WorkloadWorkers(outside)) {
            for (int i = 0; i < ENVIRONMENTS; i++) {
                String environment = "crash-" + i;
                outside.send(TopicCatalog.ENVIRONMENT_SPEC, environment, Specs.containers(environment, 1, SERVICES));
                outside.send(TopicCatalog.DEPLOY_REQUESTED, environment, request(environment, environment + "-d"));
            }
            int all = ENVIRONMENTS * SERVICES;
            for (int killAt : List.of(1, all / 3, 2 * all / 3)) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> workers.answered().size() >= killAt);
                orchestrator.kill();
                orchestrator = OrchestratorProcess.start(broker.directory(), broker.bootstrapServers(), List.of());
            }

            await().atMost(PATIENCE).until(() -> ended(outside) == ENVIRONMENTS);

            assertThat(commands(outside)).hasSize(all).doesNotHaveDuplicates();
            assertThat(commands(outside).stream().map(step -> step.environmentId() + "/" + step.serviceId()))
                    .doesNotHaveDuplicates();
            for (int i = 0; i < ENVIRONMENTS; i++) {
                List<Long> sequences = sequences(outside, "crash-" + i);
                assertThat(sequences)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, sequences.size())
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void shouldEndByItselfWhenItIsToldTo() throws Exception {
        orchestrator = OrchestratorProcess.start(broker.directory(), broker.bootstrapServers(), List.of());
        await().atMost(PATIENCE).until(() -> orchestrator.log().contains("→ RUNNING"));

        assertThat(orchestrator.terminate()).isTrue();

        assertThat(orchestrator.log()).contains("→ NOT_RUNNING");
    }

    @Test
    void shouldNotStartOnSourceTopicsWithDifferentNumbersOfPartitions() throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("build.completed", 2, (short) 1)))
                    .all()
                    .get();
        }
        orchestrator = OrchestratorProcess.start(broker.directory(), broker.bootstrapServers(), List.of());

        assertThat(orchestrator.awaitEnd()).isNotZero();
        assertThat(orchestrator.log())
                .contains("must have the same number of partitions")
                .contains("build.completed=2");
    }

    private void awaitTopics() {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) broker.bootstrapServers()))) {
            await().atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().contains("environment.status.dlq"));
        }
    }

    private static long ended(Outsider outside) {
        return outside.events(TopicCatalog.SERVICE_STATUS).stream()
                .map(Event::data)
                .filter(StatusEvent.DeploymentChanged.class::isInstance)
                .map(status -> ((StatusEvent.DeploymentChanged) status).deployment())
                .filter(deployment -> deployment.phase() == StatusEvent.Phase.SUCCEEDED)
                .count();
    }

    private static List<StepRef> commands(Outsider outside) {
        return outside.events(TopicCatalog.WORKLOAD_REQUESTED).stream()
                .map(command -> command.data().step())
                .toList();
    }

    private static List<Long> sequences(Outsider outside, String environment) {
        List<Long> sequences = new ArrayList<>();
        for (Event<StatusEvent> status : outside.events(TopicCatalog.SERVICE_STATUS)) {
            if (status.data().environmentId().equals(environment)) {
                sequences.add(status.data().sequence());
            }
        }
        return sequences;
    }

    private static DeployRequested request(String environment, String id) {
        return new DeployRequested(
                id,
                environment,
                Action.DEPLOY,
                List.of(),
                Map.of(),
                null,
                1L,
                new Requester("ada", Origin.KAFKA),
                Instant.now());
    }
}
