package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(StreamIT.FastHeartbeat.class)
class StreamIT extends DeploymentTest {

    /** Heartbeats that a test can wait for. */
    public static class FastHeartbeat implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("slipway.stream.heartbeat", "300ms", "slipway.stream.log-renewal", "500ms");
        }
    }

    @Test
    void shouldSendThePresentStatusAndThenEveryChange() throws Exception {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (Reader reader = new Reader(shop, null)) {
            soon().until(() -> reader.events.size() == 1);
            assertThat(reader.events.getFirst().id()).isEqualTo(Long.toString(pipeline.statusSequence()));
            JsonPath first = reader.events.getFirst().json();
            assertThat(first.getString("environment.state")).isEqualTo("DEPLOYED");
            assertThat(first.getLong("sequence")).isEqualTo(pipeline.statusSequence());
            assertThat(first.getMap("")).containsOnlyKeys("environment", "stages", "pre_check_stage", "sequence");
            assertThat(first.getList("stages"))
                    .isEqualTo(json(shop.path("/statusesWithStages")).getList("stages"));

            DeployRequested stop = ask(shop, shop.path("/stop"), 2);
            soon().until(() -> reader.states().contains("STOP_QUEUED"));
            pipeline.begin(stop, shop.container).service(shop.container, DeploymentState.STOPPING, 30);
            soon().until(() -> reader.states().contains("STOPPING"));
            pipeline.service(shop.container, DeploymentState.STOPPED, 30).phase(Phase.SUCCEEDED);
            soon().until(() -> reader.states().getLast().equals("STOPPED"));

            assertThat(reader.ids()).isSorted();
            assertThat(reader.ids().getLast()).isEqualTo(pipeline.statusSequence());
        }
    }

    @Test
    void shouldLeaveOutWhatTheReaderKnows() throws Exception {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (Reader known = new Reader(shop, Long.toString(pipeline.statusSequence()));
                Reader older = new Reader(shop, Long.toString(pipeline.statusSequence() - 1))) {
            soon().until(() -> older.events.size() == 1);
            soon().until(() -> known.comments.size() >= 2);
            assertThat(known.events).isEmpty();

            ask(shop, shop.path("/stop"), 2);
            soon().until(() -> known.states().equals(List.of("STOP_QUEUED")));
        }
    }

    @Test
    void shouldShowThatItIsAlive() throws Exception {
        Shop shop = new Shop();
        try (Reader reader = new Reader(shop, null)) {
            soon().until(() -> reader.comments.size() >= 3);
            assertThat(reader.events).hasSize(1);
            assertThat(metric("slipway_stream_subscribers")).isGreaterThanOrEqualTo(1);
        }
        soon().until(() -> metric("slipway_stream_subscribers") == 0);
    }

    @Test
    void shouldEndWhenTheEnvironmentIsForgotten() throws Exception {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (Reader reader = new Reader(shop, null)) {
            soon().until(() -> reader.events.size() == 1);
            Api.delete(shop.path("")).then().statusCode(204);
            pipeline.begin(request(shop, 2), shop.container).succeed(40);

            soon().until(() -> reader.ended);
        }
        Api.get(shop.path("/status/stream")).then().statusCode(404);
        Api.get("/environment/" + UUID.randomUUID() + "/status/stream").then().statusCode(404);
    }

    @Test
    void shouldSkipForASlowReaderWhatLiesBetweenAndNeverBlockOthers() throws Exception {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        try (Socket slow = open(shop);
                Reader fast = new Reader(shop, null)) {
            soon().until(() -> !fast.events.isEmpty());
            DeployRequested request = ask(shop, shop.path("/redeploy"), 2);
            pipeline.begin(request, shop.container);
            // Far more than the buffers between the two ends hold.
            for (int i = 0; i < 1500; i++) {
                pipeline.service(
                        shop.container,
                        i % 2 == 0 ? DeploymentState.BUILDING : DeploymentState.DEPLOYING,
                        100 + i,
                        null,
                        List.of(),
                        "v".repeat(200) + i);
            }
            pipeline.service(shop.container, DeploymentState.DEPLOYED, 5000).phase(Phase.SUCCEEDED);
            long last = pipeline.statusSequence();
            await().atMost(Duration.ofMinutes(2)).until(() -> fast.ids().getLast() == last);

            // Only now the slow one begins to read: it gets what was on its way, and then the latest.
            List<String> lines = new CopyOnWriteArrayList<>();
            Thread drain = Thread.ofVirtual().start(() -> drain(slow, lines));
            soon().until(() -> lines.contains("id:" + last));
            slow.shutdownInput();
            drain.join();
            assertThat(lines.stream().filter(line -> line.startsWith("id:")).count())
                    .isLessThan(last);
        }
    }

    private static Socket open(Shop shop) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
        socket.getOutputStream()
                .write(("GET " + shop.path("/status/stream") + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Token "
                                + GatewayResources.TOKEN + "\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void drain(Socket socket, List<String> lines) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith("id:")) {
                    lines.add(line);
                }
            }
        } catch (IOException e) {
            lines.add("closed");
        }
    }

    private static double metric(String name) {
        return Api.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private record Sent(String id, String data) {
        JsonPath json() {
            return JsonPath.from(data);
        }
    }

    /** A client of server-sent events. */
    private static final class Reader implements AutoCloseable {

        final List<Sent> events = new CopyOnWriteArrayList<>();
        final List<String> comments = new CopyOnWriteArrayList<>();
        volatile boolean ended;
        private final InputStream body;
        private final HttpClient client = HttpClient.newHttpClient();

        Reader(Shop shop, String lastEventId) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + RestAssured.port + shop.path("/status/stream")))
                    .header("Authorization", "Token " + GatewayResources.TOKEN)
                    .header("Accept", "text/event-stream");
            if (lastEventId != null) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
            body = response.body();
            Thread.ofVirtual().start(this::read);
        }

        List<String> states() {
            return events.stream()
                    .map(event -> event.json().getString("environment.state"))
                    .toList();
        }

        List<Long> ids() {
            return events.stream().map(event -> Long.parseLong(event.id())).toList();
        }

        private void read() {
            String id = "";
            StringBuilder data = new StringBuilder();
            try (BufferedReader in = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("id:")) {
                        id = line.substring(3).strip();
                    } else if (line.startsWith("data:")) {
                        data.append(line.substring(5).strip());
                    } else if (line.startsWith(":")) {
                        comments.add(line);
                    } else if (line.isEmpty() && !data.isEmpty()) {
                        events.add(new Sent(id, data.toString()));
                        data.setLength(0);
                    }
                }
                ended = true;
            } catch (IOException e) {
                ended = false;
            }
        }

        @Override
        public void close() throws IOException {
            body.close();
            client.shutdownNow();
        }
    }
}
