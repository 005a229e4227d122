package io.slipway.gateway.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Organizations;
import io.slipway.gateway.testing.SocketClient;
import io.slipway.kit.kafka.EventFactory;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sockets on which clients follow deployments. */
@QuarkusTest
@TestProfile(StreamIT.FastHeartbeat.class)
class DeploymentSocketIT extends DeploymentTest {

    private static final String TOKENS = "/organization/" + Api.ORGANIZATION + "/apiToken";

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldSendThePresentStatusAndThenEveryChange() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (SocketClient socket = SocketClient.withSubprotocol(status(shop), GatewayResources.TOKEN)) {
            assertThat(socket.subprotocol()).isEqualTo("v1");
            soon().until(() -> socket.frames.size() == 1);
            assertThat(socket.last().getMap(""))
                    .isEqualTo(json(shop.path("/statusesWithStages")).getMap(""));

            DeployRequested stop = ask(shop, shop.path("/stop"), 2);
            soon().until(() -> socket.each("environment.state").contains("STOP_QUEUED"));
            pipeline.begin(stop, shop.container).service(shop.container, DeploymentState.STOPPING, 30);
            soon().until(() -> socket.each("environment.state").contains("STOPPING"));
            pipeline.service(shop.container, DeploymentState.STOPPED, 30).phase(Phase.SUCCEEDED);
            soon().until(() -> socket.last().getString("environment.state").equals("STOPPED"));
            assertThat(socket.frames).doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldShowADeploymentThatIsOverAsItEnded() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        String first = pipeline.deployment().id();
        try (SocketClient newest = SocketClient.open(status(shop) + "&version=" + first)) {
            soon().until(() -> newest.frames.size() == 1);
            pipeline.begin(ask(shop, shop.path("/stop"), 2), shop.container).succeed(30);
            awaitState(shop, "STOPPED");
            try (SocketClient past = SocketClient.open(status(shop) + "&version=" + first)) {
                soon().until(() -> !past.frames.isEmpty());
                JsonPath shown = past.last();
                assertThat(shown.getString("environment.state")).isEqualTo("DEPLOYED");
                assertThat(shown.getString("environment.last_deployment_id")).isEqualTo(first);
                assertThat(shown.getList("stages.containers.flatten().state")).containsExactly("DEPLOYED");
                assertThat(shown.getMap(""))
                        .containsOnlyKeys(newest.last().getMap("").keySet());
                // Who was there while it was the newest sees it to its end, too.
                soon().until(() -> newest.frames.getLast().equals(past.frames.getLast()));
            }
        }
    }

    @Test
    void shouldSendTheWholeStateToWhoeverComesAgain() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (SocketClient first = SocketClient.open(status(shop))) {
            soon().until(() -> !first.frames.isEmpty());
        }
        pipeline.begin(ask(shop, shop.path("/redeploy"), 2), shop.container)
                .service(shop.container, DeploymentState.DEPLOYING, 30);
        awaitState(shop, "DEPLOYING");
        try (SocketClient again = SocketClient.open(status(shop))) {
            soon().until(() -> !again.frames.isEmpty());
            assertThat(JsonPath.from(again.frames.getFirst()).getString("environment.state"))
                    .isEqualTo("DEPLOYING");
        }
    }

    @Test
    void shouldSendAllEnvironmentsOfAProject() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        String project = project(shop);
        try (SocketClient socket = SocketClient.open("/deployment/status" + of(project))) {
            soon().until(() -> socket.frames.size() == 1);
            assertThat(socket.last().getMap(""))
                    .isEqualTo(
                            json("/project/" + project + "/environment/status").getMap(""));

            String another = Api.environment(project);
            soon().until(() -> socket.last().getList("results.id").contains(another));
            pipeline.begin(ask(shop, shop.path("/stop"), 2), shop.container).succeed(30);
            soon().until(() -> socket.last().getList("results.state").contains("STOPPED"));
            Api.delete("/environment/" + another).then().statusCode(204);
        }
    }

    @Test
    void shouldTakeTheTokenFromTheHeaderByEitherScheme() {
        Shop shop = new Shop();
        for (String scheme : List.of("Token ", "Bearer ")) {
            try (SocketClient socket = SocketClient.withHeader(status(shop), scheme + GatewayResources.TOKEN)) {
                soon().until(() -> !socket.frames.isEmpty());
                assertThat(socket.subprotocol()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deployment/status", "/deployment/logs"})
    void shouldCloseWhenTheTokenIsMissingOrWrong(String path) {
        Shop shop = new Shop();
        String wrong = "slipway_" + UUID.randomUUID() + UUID.randomUUID();
        String query = path + of(project(shop)) + "&environment=" + shop.environment;
        try (SocketClient without = SocketClient.withHeader(query, null);
                SocketClient header = SocketClient.withHeader(query, "Token " + wrong);
                SocketClient protocol = SocketClient.withSubprotocol(query, wrong)) {
            for (SocketClient socket : List.of(without, header, protocol)) {
                soon().until(() -> socket.code() == 1008);
                assertThat(socket.frames).isEmpty();
            }
            assertThat(protocol.subprotocol()).isEqualTo("v1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/deployment/status", "/deployment/logs"})
    void shouldCloseWhenWhatIsAskedForIsNotThere(String path) throws SQLException {
        Shop shop = new Shop();
        String project = project(shop);
        String here = "&environment=" + shop.environment;
        UUID organization = UUID.randomUUID();
        String stranger = Organizations.create(dataSource, organization);
        String elsewhere = "?organization=" + organization + "&project=" + project + here;
        try (SocketClient another = SocketClient.withHeader(path + of(project) + here, "Token " + stranger);
                SocketClient own = SocketClient.withHeader(path + elsewhere, "Token " + stranger);
                SocketClient unknown = SocketClient.open(path + of(project) + "&environment=" + UUID.randomUUID());
                SocketClient astray = SocketClient.open(path + of(Api.project()) + here);
                SocketClient cluster = SocketClient.open(path + of(project) + here + "&cluster=" + UUID.randomUUID());
                SocketClient missing = SocketClient.open(path + "?organization=" + Api.ORGANIZATION + here);
                SocketClient text = SocketClient.open(path + of("shop") + here)) {
            for (SocketClient socket : List.of(another, own, unknown, astray, cluster, missing, text)) {
                soon().until(() -> socket.code() == 1007);
                assertThat(socket.frames).isEmpty();
            }
            assertThat(missing.reason()).isEqualTo("'project' is needed");
            assertThat(text.reason()).isEqualTo("'project' must be an id");
            assertThat(unknown.reason()).startsWith("There is no environment '");
        }
    }

    @Test
    void shouldAnswerAPlainRequestThatItWantsASocket() {
        Shop shop = new Shop();
        Api.get(status(shop)).then().statusCode(426).body("message", containsString("WebSocket"));
        given().get(status(shop)).then().statusCode(401);
    }

    @Test
    void shouldEndWithItsToken() throws SQLException {
        Shop shop = new Shop();
        JsonPath revoked = token();
        JsonPath expiring = token();
        expire(expiring.getString("id"), 2);
        try (SocketClient first = SocketClient.withHeader(status(shop), "Token " + revoked.getString("token"));
                SocketClient second = SocketClient.withHeader(logs(shop), "Token " + expiring.getString("token"))) {
            soon().until(() -> !first.frames.isEmpty());
            assertThat(first.code()).isZero();
            Api.delete(TOKENS + "/" + revoked.getString("id")).then().statusCode(204);
            soon().until(() -> first.code() == 1008);
            soon().until(() -> second.code() == 1008);
        }
    }

    @Test
    void shouldEndWhenTheEnvironmentIsForgotten() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        String project = project(shop);
        try (SocketClient status = SocketClient.open(status(shop));
                SocketClient logs = SocketClient.open(logs(shop));
                SocketClient all = SocketClient.open("/deployment/status" + of(project))) {
            soon().until(() -> !status.frames.isEmpty() && !all.frames.isEmpty());
            Api.delete(shop.path("")).then().statusCode(204);
            pipeline.begin(request(shop, 2), shop.container).succeed(40);

            soon().until(() -> status.code() == 1007);
            soon().until(() -> logs.code() == 1007);
            soon().until(() -> all.last().getList("results").isEmpty());
        }
    }

    @Test
    void shouldSendLinesAsTheyAreWrittenAndThoseOfTheNextDeployment() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        try (SocketClient socket = SocketClient.open(logs(shop))) {
            pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.application);
            String first = pipeline.deployment().id();
            Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
            pipeline.log(shop.application, 1, at, "one");
            soon().until(() -> messages(socket).contains("one"));
            // The same time and an earlier one: neither is lost, and none has another one's time.
            pipeline.log(shop.container, 2, at, "two");
            pipeline.log(shop.application, 1, at.minusSeconds(5), "three");
            soon().until(() -> messages(socket).containsAll(List.of("one", "two", "three")));
            pipeline.service(shop.application, DeploymentState.DEPLOYED, 1).phase(Phase.SUCCEEDED);
            soon().until(() -> messages(socket).contains("DEPLOYED"));

            pipeline.begin(ask(shop, shop.path("/redeploy"), 2), shop.application);
            pipeline.log(shop.application, 9, at.plusSeconds(5), "four");
            soon().until(() -> messages(socket).contains("four"));
            assertThat(messages(socket)).containsExactly("one", "two", "three", "DEPLOYED", "four");
            assertThat(DeploymentSocketIT.<String>lines(socket, "timestamp"))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(DeploymentSocketIT.<String>lines(socket, "details.execution_id"))
                    .containsExactly(
                            first, first, first, first, pipeline.deployment().id());
            assertThat(json(shop.path("/logs?version=" + first)).getList(""))
                    .isEqualTo(lines(socket, "").subList(0, 4));

            try (SocketClient replay = SocketClient.open(logs(shop) + "&version=" + first)) {
                soon().until(() -> messages(replay).size() == 4);
                assertThat(lines(replay, "timestamp"))
                        .isEqualTo(lines(socket, "timestamp").subList(0, 4));
                pipeline.log(shop.application, 9, at.plusSeconds(6), "five");
                soon().until(() -> messages(socket).contains("five"));
                assertThat(messages(replay)).hasSize(4);
            }
        }
    }

    @Test
    void shouldTellEachLineEverywhereUnderOneTimeThatIsLaterThanThatOfTheLineBefore() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.application);
        Instant at = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MICROS);
        pipeline.log(shop.application, 1, at, "one");
        pipeline.log(shop.container, 2, at, "of the same time");
        pipeline.log(shop.application, 1, at.minusSeconds(5), "late");
        pipeline.log(shop.container, 2, at.plusSeconds(3600), "of a writer whose clock is ahead");
        pipeline.log(shop.application, 1, at.plusSeconds(50), "two");
        try (SocketClient socket = SocketClient.open(logs(shop))) {
            soon().until(() -> messages(socket).size() == 5);
            List<Instant> times = DeploymentSocketIT.<String>lines(socket, "timestamp").stream()
                    .map(Instant::parse)
                    .toList();
            assertThat(times).isSorted().doesNotHaveDuplicates().allMatch(time -> time.isBefore(Instant.now()));
            assertThat(times.subList(0, 3)).containsExactly(at, micros(at, 1), micros(at, 2));
            assertThat(messages(socket))
                    .containsExactly("one", "of the same time", "late", "of a writer whose clock is ahead", "two");
            assertThat(json(shop.path("/logs")).getList("")).isEqualTo(lines(socket, ""));
            JsonPath ofService = json("/container/" + shop.container + "/log");
            assertThat(ofService.getList("results.created_at", String.class))
                    .extracting(Instant::parse)
                    .containsExactly(times.get(1), times.get(3));

            String third = "&start=" + lines(socket, "timestamp").get(2);
            pipeline.log(shop.application, 1, Instant.now(), "three");
            for (String version :
                    List.of("", "&version=" + pipeline.deployment().id())) {
                try (SocketClient resumed = SocketClient.open(logs(shop) + version + third)) {
                    soon().until(() -> messages(resumed).contains("three"));
                    assertThat(messages(resumed)).containsExactly("of a writer whose clock is ahead", "two", "three");
                }
            }
        }
    }

    @Test
    void shouldCloseWhenThereIsNoSuchDeploymentButWaitForOneThatIsAboutToBegin() {
        Shop shop = new Shop();
        Shop another = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        String elsewhere = ask(another, another.path("/deploy"), 1).requestId();
        try (SocketClient unknown = SocketClient.open(logs(shop) + "&version=" + UUID.randomUUID());
                SocketClient foreign = SocketClient.open(logs(shop) + "&version=" + elsewhere);
                SocketClient text = SocketClient.open(logs(shop) + "&version=latest");
                SocketClient coming = SocketClient.open(logs(shop) + "&version=" + request.requestId())) {
            for (SocketClient socket : List.of(unknown, foreign, text)) {
                soon().until(() -> socket.code() == 1007);
                assertThat(socket.frames).isEmpty();
            }
            assertThat(text.reason()).isEqualTo("There is no deployment 'latest'");

            // The line is there before the history knows of the deployment.
            DeploymentLogLine line = new DeploymentLogLine(
                    shop.environment,
                    request.requestId(),
                    shop.application,
                    1,
                    DeploymentLogLine.Source.BUILD,
                    DeploymentLogLine.Level.INFO,
                    "early",
                    Instant.now());
            publisher
                    .publish(
                            TopicCatalog.DEPLOYMENT_LOG,
                            shop.environment,
                            EventFactory.of("fake-worker").event(shop.application, request.requestId(), line))
                    .toCompletableFuture()
                    .join();
            soon().until(() -> !json("/application/" + shop.application + "/log")
                    .getList("results")
                    .isEmpty());
            assertThat(coming.code()).isZero();
            assertThat(coming.frames).isEmpty();
            pipeline.begin(request, shop.application);
            pipeline.log(shop.application, 1, Instant.now(), "one");
            soon().until(() -> messages(coming).equals(List.of("early", "one")));
        }
    }

    @Test
    void shouldKeepALogForAReaderThatDoesNotReadAndNeverBlockOthers() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.application);
        try (SocketClient slow = SocketClient.thatDoesNotRead(logs(shop));
                SocketClient fast = SocketClient.open(logs(shop))) {
            Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
            String filler = "x".repeat(15_000);
            int count = 500;
            for (int i = 0; i < count; i++) {
                pipeline.log(shop.application, 1, at.plusMillis(i), i + " " + filler);
            }
            soon().until(() -> messages(fast).size() == count);
            assertThat(slow.frames).isEmpty();

            slow.read();
            soon().until(() -> messages(slow).size() == count);
            assertThat(messages(slow)).isEqualTo(messages(fast));
        }
    }

    @Test
    void shouldSkipForASlowReaderOfStatusesWhatLiesBetween() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (SocketClient slow = SocketClient.thatDoesNotRead(status(shop));
                SocketClient fast = SocketClient.open(status(shop))) {
            soon().until(() -> !fast.frames.isEmpty());
            pipeline.begin(ask(shop, shop.path("/redeploy"), 2), shop.container);
            int count = 400;
            for (int i = 0; i < count; i++) {
                pipeline.service(
                        shop.container,
                        i % 2 == 0 ? DeploymentState.BUILDING : DeploymentState.DEPLOYING,
                        100 + i,
                        null,
                        List.of(),
                        "v".repeat(5000) + i);
            }
            pipeline.service(shop.container, DeploymentState.DEPLOYED, 5000).phase(Phase.SUCCEEDED);
            soon().until(() -> fast.last().getString("environment.state").equals("DEPLOYED"));

            slow.read();
            soon().until(() -> !slow.frames.isEmpty()
                    && slow.last().getString("environment.state").equals("DEPLOYED")
                    && slow.last()
                            .getString("environment.last_deployment_id")
                            .equals(pipeline.deployment().id()));
            assertThat(slow.frames.size()).isLessThan(count);
        }
    }

    private static List<String> messages(SocketClient socket) {
        return lines(socket, "message.safe_message");
    }

    private static <T> List<T> lines(SocketClient socket, String path) {
        return socket.frames.stream()
                .flatMap(frame -> JsonPath.from(frame).<T>getList(path).stream())
                .toList();
    }

    private static Instant micros(Instant time, int count) {
        return time.plus(count, ChronoUnit.MICROS);
    }

    private static JsonPath token() {
        return Api.post(TOKENS, Map.of("name", Api.unique("t"), "role", "VIEWER"))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private void expire(String tokenId, int seconds) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update api_token set expires_at = now() + ? * interval '1 second' where id = cast(? as uuid)")) {
            update.setInt(1, seconds);
            update.setString(2, tokenId);
            update.executeUpdate();
        }
    }

    private static String project(Shop shop) {
        return json(shop.path("")).getString("project.id");
    }

    private static String of(String project) {
        return "?organization=" + Api.ORGANIZATION + "&project=" + project;
    }

    private static String status(Shop shop) {
        return "/deployment/status" + of(project(shop)) + "&cluster="
                + json(shop.path("")).getString("cluster_id") + "&environment=" + shop.environment;
    }

    private static String logs(Shop shop) {
        return "/deployment/logs" + of(project(shop)) + "&cluster=&environment=" + shop.environment;
    }
}
