package io.slipway.runtime.docker.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.slipway.events.spec.Probes.Check;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final HttpServer server;
    private final HttpProbe probe = new HttpProbe();

    HttpProbeTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/status/", exchange -> {
            byte[] body = "because\nof this".getBytes(StandardCharsets.UTF_8);
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length()));
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/nowhere");
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ProbeResult get(String path) {
        return probe.probe("127.0.0.1", new Check.Http(server.getAddress().getPort(), path, "HTTP"), TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({"200,true", "201,true", "302,true", "399,true", "400,false", "404,false", "500,false", "503,false"})
    void shouldSucceedFrom200To399AndNotFollowRedirects(int status, boolean ok) {
        ProbeResult result = get("/status/" + status);

        assertThat(result.ok()).isEqualTo(ok);
        assertThat(result.answer()).contains("GET /status/" + status).contains("answered " + status);
    }

    @Test
    void shouldShowTheFirstLineOfARefusal() {
        assertThat(get("/status/503").answer()).endsWith("answered 503: because");
    }

    @Test
    void shouldTakeAPathWithoutSlash() {
        assertThat(get("status/200").ok()).isTrue();
    }

    @Test
    void shouldSayThatNobodyListens() throws IOException {
        // Bound, so that nobody else gets the port meanwhile, but not listening.
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = reserved.getLocalPort();

            ProbeResult result = probe.probe("127.0.0.1", new Check.Http(port, "/", "HTTP"), TIMEOUT);

            assertThat(result)
                    .isEqualTo(new ProbeResult(false, "GET / on port " + port + " got no answer: connection refused"));
        }
    }

    @Test
    void shouldNotWaitLongerThanItMay() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ProbeResult result =
                    probe.probe("127.0.0.1", new Check.Http(silent.getLocalPort(), "/", "HTTP"), Duration.ofSeconds(1));

            assertThat(result.ok()).isFalse();
            assertThat(result.answer()).contains("got no answer");
        }
    }

    @Test
    void shouldSayThatARequestIsNotValid() {
        assertThat(get("/a b").answer()).contains("not a valid request");
    }
}
