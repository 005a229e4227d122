package io.slipway.gateway.deployment;

import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.slipway.events.Event;
import io.slipway.events.TopicCatalog;
import io.slipway.events.TopicDescriptor;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent;
import io.slipway.gateway.app.feed.HistoryFeed;
import io.slipway.gateway.app.feed.StatusFeed;
import io.slipway.gateway.app.feed.StatusFeed.Report;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.Statements;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** How much of the database it takes to read statuses, to start deployments and to follow the pipeline. */
@QuarkusTest
class StatementsIT extends DeploymentTest {

    private static final int FEW = 2;
    private static final int MANY = 12;

    /** The topics that the gateway reads in its group. */
    private static final List<String> READ = List.of(
            Topics.ENVIRONMENT_STATUS,
            Topics.SERVICE_STATUS,
            Topics.OUTPUT_HARVESTED,
            Topics.DEPLOY_REJECTED,
            Topics.DEPLOY_REQUESTED,
            Topics.DEPLOYMENT_LOG);

    @ConfigProperty(name = "quarkus.application.name")
    String group;

    @Inject
    MeterRegistry metrics;

    @Inject
    HistoryFeed history;

    @Inject
    StatusFeed statuses;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldReadTheStatusesOfManyEnvironmentsWithAsManyStatementsAsThoseOfFew() {
        String few = projectWith(FEW);
        String many = projectWith(MANY);
        Statements statements = new Statements(metrics);

        long forFew = statements.of(() -> assertThat(stateOfEach(few)).hasSize(FEW));
        long forMany = statements.of(() -> assertThat(stateOfEach(many)).hasSize(MANY));

        assertThat(forMany).isEqualTo(forFew);
    }

    private static List<Object> stateOfEach(String project) {
        return json("/project/" + project + "/environment/status").getList("results.state");
    }

    private static String projectWith(int environments) {
        String project = Api.project();
        for (int i = 0; i < environments; i++) {
            newService(Api.environment(project), "container", container("web"));
        }
        return project;
    }

    @Test
    void shouldStartADeploymentWithFewStatements() throws Exception {
        String environment = Api.environment();
        newService(environment, "container", container("web"));
        awaitQuiet();

        long statements = new Statements(metrics)
                .of(() -> act("/environment/" + environment + "/deploy").then().statusCode(202));

        // The token; begin; the environment with all that is in it; what is known of it; the request; the record for
        // the pipeline; the audit event; commit.
        assertThat(statements).isLessThanOrEqualTo(8);
    }

    @Test
    void shouldFoldWhatHappensInManyEnvironmentsWithAsManyStatementsAsInOne() throws Exception {
        Recorded one = deployed(List.of(new Web()));
        List<Web> webs = Stream.generate(Web::new).limit(5).toList();
        Recorded many = deployed(webs);
        Statements statements = new Statements(metrics);
        awaitQuiet();

        long forOne = statements.during(() -> await(() -> history.happened(one.events())));
        long forMany = statements.during(() -> await(() -> history.happened(many.events())));
        // Once more: they are known by now.
        await(() -> history.happened(many.events()));

        assertThat(forMany - forOne).as("beside %d for one", forOne).isLessThan(5);
        for (Web web : webs) {
            assertThat(json(web.path("/deploymentHistoryV2")).getList("results.status"))
                    .containsExactly("DEPLOYED");
            assertThat(number("select count(*) from deployment_log where environment_id = '" + web.environment + "'"))
                    .as("lines about its one service")
                    .isOne();
            assertThat(json(web.path("/statuses")).getString("containers[0].service_deployment_status"))
                    .isEqualTo("UP_TO_DATE");
        }
    }

    @Test
    void shouldKeepTheNewestStatusesOfManyEnvironmentsWithAsManyStatementsAsOfOne() throws Exception {
        Recorded one = deployed(List.of(new Web()));
        List<Web> webs = Stream.generate(Web::new).limit(5).toList();
        Recorded many = deployed(webs);
        Statements statements = new Statements(metrics);
        awaitQuiet();

        long forOne = statements.during(() -> await(() -> statuses.reported(one.reports())));
        long forMany = statements.during(() -> await(() -> statuses.reported(many.reports())));

        assertThat(forMany - forOne).as("beside %d for one", forOne).isLessThan(5);
        for (Web web : webs) {
            assertThat(json(web.path("/status")).getString("state")).isEqualTo("DEPLOYED");
            assertThat(unseen(web)).isZero();
        }

        // What is older than what is kept changes nothing, before or after something new.
        await(() -> statuses.reported(many.reports()));
        await(() -> statuses.reported(List.of(
                new Report(webs.getFirst().environment, null),
                new Report(webs.getLast().environment, many.statuses().getFirst()))));
        assertThat(json(webs.getFirst().path("/status")).getString("state")).isEqualTo("READY");
        assertThat(json(webs.getLast().path("/status")).getString("state")).isEqualTo("DEPLOYED");
    }

    @Test
    void shouldKeepLogsOfTheNewestDeploymentsOnlyHoweverManyComeAtOnce() throws Exception {
        Web web = new Web();
        Recorded recorded = new Recorded();
        FakePipeline pipeline = web.pipeline(recorded).describe();
        for (int i = 0; i < 25; i++) {
            pipeline.begin(web.request(UUID.randomUUID().toString(), Action.DEPLOY), web.container)
                    .succeed(i + 1);
        }

        await(() -> history.happened(recorded.events()));

        assertThat(number("select count(distinct deployment_id) from deployment_log where environment_id = '"
                        + web.environment + "'"))
                .isEqualTo(20);
    }

    @Test
    void shouldTakeWhatOnlyAStatusInBetweenShowsForShown() throws Exception {
        Web web = new Web();
        Recorded recorded = new Recorded();
        FakePipeline pipeline = web.pipeline(recorded).describe();
        pipeline.begin(web.ask("/deploy"), web.container).succeed(1);
        pipeline.begin(web.ask("/stop"), web.container).succeed(2);
        assertThat(unseen(web)).isEqualTo(2);

        await(() -> statuses.reported(recorded.reports()));

        assertThat(unseen(web)).isZero();
    }

    @Test
    void shouldLeaveARequestOfItsOwnAloneWhenItComesBack() throws Exception {
        Web web = new Web();
        web.ask("/deploy");
        String outside = UUID.randomUUID().toString();
        publisher
                .publish(
                        TopicCatalog.DEPLOY_REQUESTED,
                        web.environment,
                        EventFactory.of("test")
                                .event(
                                        outside,
                                        web.environment,
                                        null,
                                        new DeployRequested(
                                                outside,
                                                web.environment,
                                                Action.DEPLOY,
                                                List.of(),
                                                Map.of(),
                                                null,
                                                null,
                                                new Requester("ci", Origin.KAFKA),
                                                Instant.now())))
                .toCompletableFuture()
                .get();
        soon().until(() -> number("select count(*) from deployment_request where id = '" + outside + "'") == 1);

        assertThat(number("select count(*) from deployment_request r join audit_event a on a.xmin = r.xmin"
                        + " where r.environment_id = '" + web.environment + "'"))
                .as("rows as the transaction left them that accepted the request")
                .isOne();
    }

    /** What the pipeline tells of deployments of these, mixed. */
    private static Recorded deployed(List<Web> webs) {
        Recorded recorded = new Recorded();
        for (Web web : webs) {
            web.pipeline(recorded)
                    .describe()
                    .begin(web.ask("/deploy"), web.container)
                    .succeed(1);
        }
        recorded.events().sort(Comparator.comparingLong(StatusEvent::sequence));
        recorded.statuses().sort(Comparator.comparingLong(EnvironmentStatus::sequence));
        return recorded;
    }

    /** Waits until the gateway has sent and read all that is on its way: that takes statements, too. */
    private void awaitQuiet() throws Exception {
        soon().until(() -> number("select count(*) from outbox") == 0);
        try (Admin admin = clients.admin()) {
            soon().until(() -> hasReadEverything(admin));
        }
    }

    private boolean hasReadEverything(Admin admin) throws Exception {
        Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
        admin.describeTopics(READ)
                .allTopicNames()
                .get()
                .forEach((name, topic) -> topic.partitions()
                        .forEach(each ->
                                partitions.put(new TopicPartition(name, each.partition()), OffsetSpec.latest())));
        Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return admin.listOffsets(partitions).all().get().entrySet().stream()
                .allMatch(end -> end.getValue().offset() == 0
                        || (read.get(end.getKey()) != null
                                && read.get(end.getKey()).offset()
                                        >= end.getValue().offset()));
    }

    private static void await(Supplier<Uni<Void>> work) {
        try {
            VertxContextSupport.subscribeAndAwait(work);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private long unseen(Web web) throws SQLException {
        return number("select count(*) from deployment_request where outcome = 'UNSEEN' and environment_id = '"
                + web.environment + "'");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** An environment with one container. */
    private static final class Web {

        final String environment = Api.environment();
        final String container = newService(environment, "container", container("web"));

        String path(String more) {
            return "/environment/" + environment + more;
        }

        /** Asks for an action and gives the request that the pipeline gets. */
        DeployRequested ask(String action) {
            String id = act(path(action)).then().statusCode(202).extract().path("deployment_request_id");
            return request(id, action.equals("/stop") ? Action.STOP : Action.DEPLOY);
        }

        DeployRequested request(String id, Action action) {
            return new DeployRequested(
                    id,
                    environment,
                    action,
                    List.of(),
                    Map.of(),
                    null,
                    2L,
                    new Requester("test", Origin.API),
                    Instant.now());
        }

        FakePipeline pipeline(EventPublisher publisher) {
            return new FakePipeline(
                    publisher,
                    environment,
                    List.of(new StatusEvent.Stage(
                            UUID.randomUUID().toString(),
                            "CONTAINER",
                            List.of(FakePipeline.member(container, "web", ServiceKind.CONTAINER)))));
        }
    }

    /** Keeps what is published instead of publishing it. */
    private record Recorded(List<StatusEvent> events, List<EnvironmentStatus> statuses) implements EventPublisher {

        Recorded() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        List<Report> reports() {
            return statuses.stream()
                    .map(status -> new Report(status.environmentId(), status))
                    .toList();
        }

        @Override
        public <T> CompletionStage<Void> publish(TopicDescriptor<T> topic, String key, Event<T> event) {
            switch (event.data()) {
                case StatusEvent happened -> events.add(happened);
                case EnvironmentStatus status -> statuses.add(status);
                default -> throw new IllegalArgumentException(topic.name());
            }
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> forget(TopicDescriptor<?> topic, String key) {
            throw new IllegalArgumentException(topic.name());
        }
    }
}
