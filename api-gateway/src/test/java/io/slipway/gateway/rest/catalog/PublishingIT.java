package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.variable;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.StageSpec;
import io.slipway.events.spec.Variable;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.app.catalog.Removal;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.SpecTopic;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the catalog says on {@code environment.spec}. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class PublishingIT {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Inject
    Removal removal;

    @Inject
    AgroalDataSource dataSource;

    private SpecTopic topic;

    @BeforeEach
    void subscribe() {
        topic = new SpecTopic(bootstrapServers);
    }

    @AfterEach
    void unsubscribe() {
        topic.close();
    }

    @Test
    void shouldPublishEveryChangeWithTheNextVersion() {
        String environment = Api.environment();
        String web = newService(environment, "container", container("web"));
        put("/container/" + web, with(container("web"), "tag", "2.0")).then().statusCode(200);
        String stage = post("/environment/" + environment + "/deploymentStage", Map.of("name", "X"))
                .path("id");
        String first = get("/environment/" + environment + "/deploymentStage").path("results[0].id");
        put("/deploymentStage/" + stage + "/moveBefore/" + first, Map.of())
                .then()
                .statusCode(200);
        put("/deploymentStage/" + stage + "/service/" + web, Map.of()).then().statusCode(200);
        post("/variable", variable("ENVIRONMENT", environment, "A", "1")).then().statusCode(201);
        put("/environment/" + environment, Map.of("mode", "STAGING")).then().statusCode(200);

        List<EnvironmentSpec> specs = topic.await(environment, 8);

        assertThat(specs).extracting(EnvironmentSpec::version).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        EnvironmentSpec last = specs.getLast();
        assertThat(last.mode()).isEqualTo("STAGING");
        assertThat(last.stages()).extracting(StageSpec::id).hasSize(5).startsWith(stage);
        assertThat(last.services().getFirst().stageId()).isEqualTo(stage);
        assertThat(last.service(web).orElseThrow().imageSource().orElseThrow().toString())
                .contains("2.0");
        assertThat(last.variables()).extracting(Variable::key).contains("A", "QOVERY_ENVIRONMENT_ID");
        assertThat(specs.getFirst().stages()).hasSize(4);
    }

    @Test
    void shouldPublishNothingForARefusedChange() {
        String environment = Api.environment();
        newService(environment, "container", container("web"));
        post("/environment/" + environment + "/container", container("web"))
                .then()
                .statusCode(409);
        post("/environment/" + environment + "/container", Map.of()).then().statusCode(400);
        newService(environment, "container", container("other"));

        assertThat(topic.await(environment, 3))
                .extracting(EnvironmentSpec::version)
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldPublishAllEnvironmentsOfAProjectWhoseVariablesChange() {
        String project = Api.project();
        String one = Api.environment(project);
        String two = Api.environment(project);
        String variable =
                post("/variable", variable("PROJECT", project, "A", "1")).path("id");
        put("/variable/" + variable, Map.of("key", "A", "value", "2")).then().statusCode(200);
        delete("/variable/" + variable).then().statusCode(204);

        for (String environment : List.of(one, two)) {
            List<EnvironmentSpec> specs = topic.await(environment, 4);
            assertThat(value(specs.get(1), "A")).isEqualTo("1");
            assertThat(value(specs.get(2), "A")).isEqualTo("2");
            assertThat(specs.get(3).variables()).extracting(Variable::key).doesNotContain("A");
        }
    }

    @Test
    void shouldPublishSecretsOnlyAsCiphertext() {
        String environment = Api.environment();
        String secret = "topic-secret-" + UUID.randomUUID();
        post("/variable", with(variable("ENVIRONMENT", environment, "TOKEN", secret), "is_secret", true));
        newService(environment, "database", database("db"));

        EnvironmentSpec spec = topic.await(environment, 3).getLast();

        Variable token = spec.variables().stream()
                .filter(variable -> variable.key().equals("TOKEN"))
                .findFirst()
                .orElseThrow();
        assertThat(token.value().secret()).isTrue();
        assertThat(topic.raw(environment)).doesNotContain(secret);
        DatabaseSpec database = (DatabaseSpec) spec.services().getFirst();
        assertThat(database.password().secret()).isTrue();
        assertThat(database.login()).matches("[a-z][a-z0-9]{11}");
        String url = "QOVERY_POSTGRESQL_Z" + database.id().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        assertThat(value(spec, url + "_DATABASE_URL"))
                .isEqualTo("postgresql://" + database.login() + ":{{" + url + "_PASSWORD}}@" + database.hostname()
                        + ":5432/app");
    }

    @Test
    void shouldNeitherLoseNorReorderConcurrentChanges() throws Exception {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        List<Callable<Integer>> calls = IntStream.range(0, 40)
                .<Callable<Integer>>mapToObj(i -> () -> switch (i % 4) {
                    case 0 ->
                        post("/variable", variable("ENVIRONMENT", environment, "E" + i, "1"))
                                .statusCode();
                    case 1 ->
                        post("/variable", variable("PROJECT", project, "P" + i, "1"))
                                .statusCode();
                    case 2 ->
                        put("/container/" + web, with(container("web"), "cpu", 100 + i))
                                .statusCode();
                    default ->
                        put("/environment/" + environment, Map.of("name", "name-" + i))
                                .statusCode();
                })
                .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isIn(200, 201);
            }
        }

        List<EnvironmentSpec> specs = topic.await(environment, 42);
        assertThat(specs)
                .extracting(EnvironmentSpec::version)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 42).boxed().toList());
        assertThat(specs.getLast().variables()).extracting(Variable::key).contains("E0", "E36", "P1", "P37");
    }

    @Test
    void shouldRefuseOneOfTwoConcurrentRequestsForTheSameName() throws Exception {
        String environment = Api.environment();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Integer>> calls = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(
                            _ -> () -> post("/environment/" + environment + "/container", container("web"))
                                    .statusCode())
                    .toList();

            List<Integer> statuses = threads.invokeAll(calls).stream()
                    .map(future -> {
                        try {
                            return future.get();
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .sorted()
                    .toList();

            assertThat(statuses).containsExactly(201, 409, 409, 409, 409, 409, 409, 409);
        }
    }

    @Test
    void shouldForgetServicesWithWhatPointsToThemAndEnvironments() throws Throwable {
        String environment = Api.environment();
        String database = newService(environment, "database", database("db"));
        String web = newService(environment, "container", container("web"));
        String target =
                VariableNames.builtInId(database, VariableNames.ofService("POSTGRESQL", database, "DATABASE_URL"));
        post(
                        "/variable/" + target + "/alias",
                        Map.of("key", "DATABASE_URL", "alias_scope", "CONTAINER", "alias_parent_id", web))
                .then()
                .statusCode(201);

        forget(() -> removal.forgetServices(UUID.fromString(environment), List.of(UUID.fromString(database))));

        get("/database/" + database).then().statusCode(404);
        EnvironmentSpec spec = topic.await(environment, 5).getLast();
        assertThat(spec.services()).extracting(ServiceSpec::id).containsExactly(web);
        assertThat(spec.variables()).extracting(Variable::key).doesNotContain("DATABASE_URL");

        forget(() -> removal.forgetEnvironment(UUID.fromString(environment)));
        forget(() -> removal.forgetEnvironment(UUID.fromString(environment)));
        forget(() -> removal.forgetServices(UUID.fromString(environment), List.of(UUID.fromString(web))));

        get("/environment/" + environment).then().statusCode(404);
        get("/container/" + web).then().statusCode(404);
        topic.awaitTombstone(environment);
    }

    @Test
    void shouldGoOnAfterTheDatabaseHasEndedAllConnections() throws SQLException {
        String environment = Api.environment();
        topic.await(environment, 1);

        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid, 60000) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get("/environment/" + environment).statusCode() == 200);
        // Of the pool's connections each finds out for itself that it has ended.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> put("/environment/" + environment, Map.of("mode", "STAGING"))
                                .statusCode()
                        == 200);
        assertThat(topic.await(environment, 2).getLast().mode()).isEqualTo("STAGING");
    }

    private static void forget(Supplier<Uni<Void>> work) throws Throwable {
        VertxContextSupport.subscribeAndAwait(work);
    }

    private static String value(EnvironmentSpec spec, String key) {
        return spec.variables().stream()
                .filter(variable -> variable.key().equals(key))
                .map(variable -> variable.value().text())
                .findFirst()
                .orElseThrow();
    }
}
