package io.slipway.status.kafka;

import static io.slipway.events.status.DeploymentState.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent;
import io.slipway.status.domain.EnvironmentView;
import io.slipway.status.domain.Fold;
import io.slipway.status.domain.Story;
import io.slipway.testkit.Outsider;
import io.slipway.testkit.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The packaged application is killed while it works. */
class CrashIT {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ENVIRONMENTS = 6;
    private static final int SERVICES = 12;
    private static final int ROUNDS = 40;

    private TestBroker broker;
    private Outsider outside;
    private AggregatorProcess aggregator;
    private final Map<String, EnvironmentView> expected = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start("aggregator-crash");
        outside = new Outsider(broker.bootstrapServers());
    }

    @AfterEach
    void stop() throws Exception {
        if (aggregator != null) {
            aggregator.kill();
        }
        outside.close();
        broker.close();
    }

    @Test
    void shouldLoseAndRepeatNothingHoweverOftenItIsKilled() throws Exception {
        aggregator = AggregatorProcess.start(broker.directory(), broker.bootstrapServers());
        await().atMost(PATIENCE).until(() -> aggregator.log().contains("→ RUNNING"));
        for (int environment = 0; environment < ENVIRONMENTS; environment++) {
            begin("crash-" + environment);
        }
        int before = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int environment = 0; environment < ENVIRONMENTS; environment++) {
                work("crash-" + environment, round);
            }
            if (round % 10 == 5) {
                // some of it is committed, some is under way, the rest has not been read
                awaitMoreThan(before, "crash-0");
                aggregator.kill();
                // Counted while nobody publishes: there may be nothing more to come of what has been told so far.
                before = published("crash-0");
                aggregator = AggregatorProcess.start(broker.directory(), broker.bootstrapServers());
            }
        }
        outside.flush();

        for (int environment = 0; environment < ENVIRONMENTS; environment++) {
            String id = "crash-" + environment;
            EnvironmentStatus wanted = Story.status(expected.get(id));
            await().atMost(PATIENCE).until(() -> {
                List<EnvironmentStatus> statuses = outside.data(TopicCatalog.ENVIRONMENT_STATUS, id);
                return !statuses.isEmpty() && statuses.getLast().at().equals(wanted.at());
            });
            List<EnvironmentStatus> statuses = outside.data(TopicCatalog.ENVIRONMENT_STATUS, id);
            assertThat(statuses.getLast().stages()).isEqualTo(wanted.stages());
            assertThat(statuses.getLast().state()).isEqualTo(wanted.state());
            assertThat(statuses)
                    .extracting(EnvironmentStatus::sequence)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, statuses.size()).boxed().toList());
        }
    }

    @Test
    void shouldEndByItselfWhenItIsToldTo() throws Exception {
        aggregator = AggregatorProcess.start(broker.directory(), broker.bootstrapServers());
        await().atMost(PATIENCE).until(() -> aggregator.log().contains("→ RUNNING"));

        assertThat(aggregator.terminate()).isTrue();

        assertThat(aggregator.log()).contains("→ NOT_RUNNING");
    }

    @Test
    void shouldNotStartOnSourceTopicsWithDifferentNumbersOfPartitions() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.SERVICE_RUNNING, 2, (short) 1)))
                    .all()
                    .get();
        }
        aggregator = AggregatorProcess.start(broker.directory(), broker.bootstrapServers());

        assertThat(aggregator.awaitEnd()).isNotZero();
        assertThat(aggregator.log()).contains("must have the same number of partitions");
    }

    private void begin(String environment) {
        List<StatusEvent.Member> members = new ArrayList<>();
        for (String service : services()) {
            members.add(new StatusEvent.Member(service, service, ServiceKind.CONTAINER, false));
        }
        tell(new StatusEvent.EnvironmentDescribed(
                environment, 1, Story.START, environment, 1, List.of(new StatusEvent.Stage("one", "one", members))));
        tell(new StatusEvent.DeploymentChanged(
                environment,
                2,
                Story.START.plusSeconds(1),
                new StatusEvent.Deployment(
                        "d-1",
                        List.of("d-1"),
                        Action.DEPLOY,
                        null,
                        Story.ADA,
                        Story.START,
                        Story.START,
                        null,
                        StatusEvent.Phase.ONGOING,
                        1,
                        services(),
                        "one"),
                List.of()));
    }

    private void work(String environment, int round) {
        DeploymentState state = round % 2 == 0 ? DEPLOYING : DEPLOYED;
        for (String service : services()) {
            long sequence = expected.get(environment).progress().folded() + 1;
            tell(new StatusEvent.ServiceChanged(
                    environment,
                    sequence,
                    Story.START.plusSeconds(sequence),
                    "d-1",
                    service,
                    service,
                    ServiceKind.CONTAINER,
                    "one",
                    state,
                    sequence,
                    null,
                    List.of(),
                    null));
        }
    }

    private void tell(StatusEvent event) {
        String environment = event.environmentId();
        expected.put(
                environment,
                Fold.fold(expected.getOrDefault(environment, EnvironmentView.unknown(environment)), event));
        outside.post(TopicCatalog.SERVICE_STATUS, environment, event);
    }

    private void awaitMoreThan(int before, String environment) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(1)).until(() -> published(environment) > before);
    }

    private int published(String environment) {
        return outside.data(TopicCatalog.ENVIRONMENT_STATUS, environment).size();
    }

    private static List<String> services() {
        return IntStream.range(0, SERVICES).mapToObj(i -> "s-" + i).toList();
    }
}
