package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Requests;
import io.slipway.gateway.testing.SocketClient;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.secret.SecretCipher;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
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
                SocketClient limit = SocketClient.open(logs(shop, "&limit=many"))) {
            soon().until(() -> token.code() == 1008);
            for (SocketClient socket : List.of(service, unknown, limit)) {
                soon().until(() -> socket.code() == 1007);
            }
            assertThat(limit.reason()).isEqualTo("'limit' must be a number up to 1000");
        }
        assertThat(published().of(TopicCatalog.LOGS_REQUESTED, shop.environment))
                .isEmpty();
    }

    private LogsRequested lease(Shop shop, int count) {
        return published().last(TopicCatalog.LOGS_REQUESTED, shop.environment, count);
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

    private static Line line(String instance, Severity severity, String text, long millis) {
        return new Line(instance, severity, text, AT.plusMillis(millis));
    }

    private static String logs(Shop shop, String more) {
        JsonPath environment = json(shop.path(""));
        return "/service/logs?organization=" + Api.ORGANIZATION + "&cluster=" + environment.getString("cluster_id")
                + "&project=" + environment.getString("project.id") + "&environment=" + shop.environment
                + "&service=" + shop.container + more;
    }
}
