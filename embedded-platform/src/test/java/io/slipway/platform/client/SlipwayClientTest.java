package io.slipway.platform.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlipwayClientTest {

    private final List<String> requests = new ArrayList<>();
    private HttpServer server;
    private SlipwayClient client;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        client = new SlipwayClient("http://127.0.0.1:" + server.getAddress().getPort() + "/", "slipway_t");
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void shouldSendTheTokenAndJson() {
        answer = "{\"id\":\"p-1\"}";

        JsonNode project = client.createProject("o-1", "shop");

        assertThat(SlipwayClient.id(project)).isEqualTo("p-1");
        assertThat(requests)
                .containsExactly(
                        "POST /organization/o-1/project [Token slipway_t] [application/json] {\"name\":\"shop\"}");
    }

    @Test
    void shouldSendActionsWithoutABody() {
        client.deploy("e-1");

        assertThat(requests).containsExactly("POST /environment/e-1/deploy [Token slipway_t] [null] ");
    }

    @Test
    void shouldThrowWhatTheGatewayAnswers() {
        status = 409;
        answer = "{\"detail\":\"already stopped\"}";

        assertThatThrownBy(() -> client.stop("e-1"))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.status()).isEqualTo(409);
                    assertThat(e.body()).isEqualTo(answer);
                })
                .hasMessage("POST /environment/e-1/stop answered 409: {\"detail\":\"already stopped\"}");
    }

    @Test
    void shouldTakeAMissingThingAsEmpty() {
        status = 404;

        assertThat(client.statusesWithStages("e-1")).isEmpty();
        assertThatThrownBy(() -> client.get("/environment/e-1")).isInstanceOf(ApiException.class);
    }

    @Test
    void shouldFindAProjectByItsNameInAnyCase() {
        answer = "{\"results\":[{\"id\":\"1\",\"name\":\"other\"},{\"id\":\"2\",\"name\":\"Shop\"}]}";

        assertThat(client.project("o-1", "shop")).map(SlipwayClient::id).contains("2");
        assertThat(client.project("o-1", "nothing")).isEmpty();
    }

    @Test
    void shouldFollowTheStreamUntilItEnds() {
        answer = ": alive\n\nid: 1\ndata: {\"sequence\":1}\n\nid: 2\ndata: {\"sequence\":\ndata: 2}\n\n";
        List<Integer> sequences = new ArrayList<>();

        client.followStatus("e-1", event -> sequences.add(event.path("sequence").asInt()));

        assertThat(sequences).containsExactly(1, 2);
        assertThat(requests.getFirst()).startsWith("GET /environment/e-1/status/stream ");
    }

    @Test
    void shouldThrowWhenThereIsNoStream() {
        status = 404;

        assertThatThrownBy(() -> client.followStatus("e-1", _ -> {}))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void shouldThrowWhenNobodyListens() {
        server.stop(0);

        assertThatThrownBy(() -> client.get("/organization")).isInstanceOf(UncheckedIOException.class);
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add("%s %s [%s] [%s] %s"
                .formatted(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        exchange.getRequestHeaders().getFirst("Content-Type"),
                        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
