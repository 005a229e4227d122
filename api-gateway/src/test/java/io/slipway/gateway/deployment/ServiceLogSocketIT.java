package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Requests;
import io.slipway.gateway.testing.SocketClient;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.secret.SecretCipher;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sockets on which clients follow what services write; the test writes what the worker would. */
@QuarkusTest
@TestProfile(StreamIT.FastHeartbeat.class)
class ServiceLogSocketIT extends DeploymentTest {

    private static final EventFactory EVENTS = EventFactory.of("fake-worker");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678Z");

    @Inject
    SecretCipher cipher;

    private long sequence;

    @Test
    void shouldAskTheWorkerForTheLogAndSendItsLines() {
        Shop shop = new Shop();
        Api.post(
                        "/variable",
                        Requests.with(
                                Requests.variable("ENVIRONMENT", shop.environment, "PASSWORD", "hunter2"),
                                "is_secret",
                                true))
                .then()
                .statusCode(201);
        try (SocketClient socket = SocketClient.withSubprotocol(logs(shop, "&limit=50"), GatewayResources.TOKEN)) {
            LogsRequested lease = lease(shop, 1);
            assertThat(lease.serviceId()).isEqualTo(shop.container);
            assertThat(lease.clusterId()).isEqualTo(json(shop.path("")).getString("cluster_id"));
            assertThat(lease.tail()).isEqualTo(50);
            assertThat(lease.since()).isNull();
            assertThat(lease.expiresAt()).isAfter(lease.requestedAt());
            assertThat(lease.secrets()).extracting(cipher::decrypt).contains("hunter2");

            write(shop, lease, line("web-1", Severity.OUTPUT, "hello", 1), line("web-1", Severity.ERROR, "oops", 2));
            soon().until(() -> socket.frames.size() == 2);
            JsonPath first = JsonPath.from(socket.frames.getFirst());
            assertThat(first.getMap(""))
                    .containsOnlyKeys(
                            "created_at",
                            "pod_name",
                            "container_name",
                            "message",
                            "version",
                            "severity_text",
                            "labels",
                            "from_kube");
            assertThat(first.getLong("created_at")).isEqualTo(AT.toEpochMilli() + 1);
            assertThat(first.getString("pod_name")).isEqualTo("web-1");
            assertThat(socket.each("message")).containsExactly("hello", "oops");
            assertThat(socket.each("severity_text")).containsExactly("INFO", "ERROR");
            assertThat(socket.each("version")).containsExactly("1.4", "1.4");
        }
    }

    @Test
    void shouldProlongTheLeaseFromWhereItIsAndEndItWithItsReader() {
        Shop shop = new Shop();
        try (SocketClient socket = SocketClient.open(logs(shop, ""))) {
            LogsRequested lease = lease(shop, 1);
            write(shop, lease, line("web-1", Severity.OUTPUT, "one", 5_000));
            soon().until(() -> socket.frames.size() == 1);
            soon().until(() -> newest(shop).since() != null);
            assertThat(newest(shop).since()).isBefore(AT.plusMillis(5_000)).isAfter(AT);
            assertThat(newest(shop).leaseId()).isEqualTo(lease.leaseId());

            // What another worker tells once more is known.
            write(
                    shop,
                    lease,
                    line("web-1", Severity.OUTPUT, "one", 5_000),
                    line("web-1", Severity.OUTPUT, "two", 5_000));
            soon().until(() -> socket.each("message").equals(List.of("one", "two")));
        }
        soon().until(() -> newest(shop).ended());
    }

    @Test
    void shouldBeginWhereTheClientWantsAndShowOnePodOnly() {
        Shop shop = new Shop();
        try (SocketClient socket = SocketClient.open(logs(shop, "&pod_name=web-2&start=" + AT.toEpochMilli()))) {
            LogsRequested lease = lease(shop, 1);
            assertThat(lease.since()).isEqualTo(AT);
            write(
                    shop,
                    lease,
                    line("web-1", Severity.OUTPUT, "one", 1),
                    line("web-2", Severity.OUTPUT, "two", 2),
                    line("", Severity.NOTE, "3 lines left out", 3));
            soon().until(() -> socket.each("message").equals(List.of("two", "3 lines left out")));
        }
    }

    @Test
    void shouldHaveTheWorkerLeaveOutWhatTheQueryDoesNotWant() {
        Shop shop = new Shop();
        String query = encoded("{qovery_com_service_id=\"" + shop.container
                + "\", level=\"error\", container=\"web\", app!=\"1.3\"} |~ \"no .* file\"");
        try (SocketClient socket =
                SocketClient.open(logs(shop, "&service_type=CONTAINER&pod_name=web-1&query=" + query))) {
            LogsRequested lease = lease(shop, 1);
            assertThat(lease.filters())
                    .containsExactly(
                            new LineFilter(Subject.LEVEL, Match.EQUALS, false, "error"),
                            new LineFilter(Subject.TEXT, Match.FINDS, false, "no .* file"),
                            new LineFilter(Subject.INSTANCE, Match.EQUALS, false, "web-1"));
            // What only the gateway knows.
            write(
                    shop,
                    lease,
                    new Line("web-1", Severity.ERROR, "no such file", AT, "1.3"),
                    line("web-1", Severity.ERROR, "no other file", 2));
            soon().until(() -> socket.each("message").equals(List.of("no other file")));
        }
    }

    @Test
    void shouldTellTheCommitOfWhatWasBuiltAndOnlyLinesOfTheTimeOfADeployment() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        String commit = "0123456789abcdef0123456789abcdef01234567";
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.application);
        String first = pipeline.deployment().id();
        pipeline.service(shop.application, DeploymentState.BUILDING, 1)
                .service(shop.application, DeploymentState.DEPLOYED, 1, null, List.of(), commit)
                .phase(Phase.SUCCEEDED);
        pipeline.begin(ask(shop, shop.path("/redeploy"), 2), shop.application);
        String second = pipeline.deployment().id();
        pipeline.service(shop.application, DeploymentState.BUILDING, 2)
                .service(shop.application, DeploymentState.DEPLOYED, 2, null, List.of(), commit)
                .phase(Phase.SUCCEEDED);
        String history = "/application/" + shop.application + "/deploymentHistoryV2";
        soon().until(() -> json(history).getList("results.status").equals(List.of("DEPLOYED", "DEPLOYED")));
        assertThat(json(history).getList("results.identifier.execution_id")).containsExactly(second, first);

        String application = logs(shop, "").replace(shop.container, shop.application);
        try (SocketClient old = SocketClient.open(application + "&deployment_id=" + first)) {
            LogsRequested lease = lease(shop, 1);
            Instant began = lease.since();
            assertThat(began).isNotNull();
            try (SocketClient present = SocketClient.open(application + "&deployment_id=" + second)) {
                soon().until(() -> another(shop, lease).isPresent());
                LogsRequested presentLease = another(shop, lease).orElseThrow();
                Instant next = presentLease.since();
                assertThat(next).isAfter(began);
                Line[] lines = {
                    new Line("app-1", Severity.OUTPUT, "of the first", next.minusNanos(1), "0123456789ab-ba9876543210"),
                    new Line("app-1", Severity.OUTPUT, "of the second", next, "0123456789ab-ba9876543210")
                };
                write(shop, lease, lines);
                soon().until(() -> old.each("message").equals(List.of("of the first")));
                assertThat(old.each("version")).containsExactly(commit);
                write(shop, presentLease, lines[1]);
                soon().until(() -> present.each("message").equals(List.of("of the second")));
            }
        }
    }

    @Test
    void shouldLeaveOutLinesForAReaderThatDoesNotReadAndNeverBlockOthers() {
        Shop shop = new Shop();
        try (SocketClient slow = SocketClient.thatDoesNotRead(logs(shop, "&limit=1"))) {
            LogsRequested slowLease = lease(shop, 1);
            try (SocketClient fast = SocketClient.open(logs(shop, "&limit=2"))) {
                soon().until(() -> published().of(TopicCatalog.LOGS_REQUESTED, shop.environment).stream()
                        .anyMatch(lease -> lease.tail() == 2));
                LogsRequested fastLease = published().of(TopicCatalog.LOGS_REQUESTED, shop.environment).stream()
                        .filter(lease -> lease.tail() == 2)
                        .findFirst()
                        .orElseThrow();
                String filler = "x".repeat(10_000);
                int records = 100;
                for (int r = 0; r < records; r++) {
                    int from = r * 10;
                    Line[] lines = IntStream.range(from, from + 10)
                            .mapToObj(i -> line("web-1", Severity.OUTPUT, i + " " + filler, i))
                            .toArray(Line[]::new);
                    write(shop, slowLease, lines);
                    write(shop, fastLease, lines);
                    int told = from + 10;
                    soon().until(() -> fast.frames.size() == told);
                }
                slow.read();
                soon().until(() -> !slow.frames.isEmpty()
                        && slow.last().getString("message").startsWith("999 "));
                assertThat(slow.frames.size()).isLessThan(records * 10);
                assertThat(slow.each("message")).anyMatch(text -> text.endsWith("they were not read fast enough"));
            }
        }
    }

    @Test
    void shouldCloseWhenWhatIsAskedForIsNotThere() {
        Shop shop = new Shop();
        Shop another = new Shop();
        try (SocketClient token = SocketClient.withHeader(logs(shop, ""), "Token wrong");
                SocketClient service = SocketClient.open(logs(shop, "").replace(shop.container, another.container));
                SocketClient unknown = SocketClient.open(
                        logs(shop, "").replace(shop.container, UUID.randomUUID().toString()));
                SocketClient limit = SocketClient.open(logs(shop, "&limit=many"));
                SocketClient type = SocketClient.open(logs(shop, "&service_type=JOB"));
                SocketClient strange = SocketClient.open(logs(shop, "&service_type=HELM"));
                SocketClient deployment = SocketClient.open(logs(shop, "&deployment_id=" + UUID.randomUUID()));
                SocketClient query = SocketClient.open(logs(shop, "&query=" + encoded("{} | json")));
                SocketClient expression = SocketClient.open(logs(shop, "&query=" + encoded("{} |~ \"(\"")));
                SocketClient elsewhere = SocketClient.open(
                        logs(shop, "&query=" + encoded("{qovery_com_service_id=\"" + another.container + "\"}")))) {
            soon().until(() -> token.code() == 1008);
            for (SocketClient socket :
                    List.of(service, unknown, limit, type, strange, deployment, query, expression, elsewhere)) {
                soon().until(() -> socket.code() == 1007);
            }
            assertThat(limit.reason()).isEqualTo("'limit' must be a number up to 1000");
            assertThat(type.reason()).isEqualTo("There is no job '" + shop.container + "'");
            assertThat(deployment.reason()).startsWith("There is no deployment '");
            assertThat(query.reason()).isEqualTo("'query' is not understood from '| json' on");
            assertThat(elsewhere.reason()).isEqualTo("'query' is about another service");
        }
        assertThat(published().of(TopicCatalog.LOGS_REQUESTED, shop.environment))
                .isEmpty();
    }

    private LogsRequested lease(Shop shop, int count) {
        return published().last(TopicCatalog.LOGS_REQUESTED, shop.environment, count);
    }

    private Optional<LogsRequested> another(Shop shop, LogsRequested lease) {
        return published().of(TopicCatalog.LOGS_REQUESTED, shop.environment).stream()
                .filter(other -> !other.leaseId().equals(lease.leaseId()))
                .findFirst();
    }

    private LogsRequested newest(Shop shop) {
        return published().of(TopicCatalog.LOGS_REQUESTED, shop.environment).getLast();
    }

    private void write(Shop shop, LogsRequested lease, Line... lines) {
        ServiceLogLines record =
                new ServiceLogLines(lease.leaseId(), shop.environment, lease.serviceId(), ++sequence, List.of(lines));
        publisher
                .publish(TopicCatalog.SERVICE_LOG, shop.environment, EVENTS.event(lease.serviceId(), null, record))
                .toCompletableFuture()
                .join();
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    private static Line line(String instance, Severity severity, String text, long millis) {
        return new Line(instance, severity, text, AT.plusMillis(millis), "1.4");
    }

    private static String logs(Shop shop, String more) {
        JsonPath environment = json(shop.path(""));
        return "/service/logs?organization=" + Api.ORGANIZATION + "&cluster=" + environment.getString("cluster_id")
                + "&project=" + environment.getString("project.id") + "&environment=" + shop.environment
                + "&service=" + shop.container + more;
    }
}
