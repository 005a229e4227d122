package io.slipway.runtime.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.docker.DockerEngine;
import io.slipway.runtime.docker.DockerSettings;
import io.slipway.runtime.docker.Names;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine that lets go of a removed container's place in its network only after the container is gone. */
class EnvironmentNetworksTest {

    private static final String INSTANCE = "here";
    private static final String ENVIRONMENT = "3b1c8f0e-5a58-4f0a-9c39-0d8f4d1b7a11";
    private static final String NETWORK = new Names(INSTANCE).network(ENVIRONMENT);
    private static final String FOREIGN =
            "[{\"Id\":\"c1\",\"Names\":[\"/debugger\"],\"State\":\"running\",\"Labels\":{\"a\":\"b\"}}]";
    private static final String OWN = "[{\"Id\":\"c2\",\"Names\":[\"/slipway-c2\"],\"State\":\"removing\","
            + "\"Labels\":{\"io.slipway.instance\":\"here\"}}]";

    private final List<String> removals = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private DockerEngine engine;

    /** How often the engine says that the network is in use. */
    private volatile int refusals;

    /** What still is in the network, as a list of containers. */
    private volatile String attached = "[]";

    private volatile boolean exists = true;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        engine = DockerEngine.connect(new DockerSettings(
                "tcp://127.0.0.1:" + server.getAddress().getPort(),
                INSTANCE,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() {
        engine.close();
        server.stop(0);
    }

    @Test
    void shouldWaitUntilTheEngineLetsGoOfTheNetwork() {
        refusals = 3;
        attached = OWN;

        networks(Duration.ofMinutes(1)).removeIfUnused(ENVIRONMENT);

        assertThat(removals).hasSize(4);
        assertThat(exists).isFalse();
    }

    @Test
    void shouldSayWhoseContainersKeepTheNetwork() {
        refusals = Integer.MAX_VALUE;
        attached = FOREIGN;

        StepException e = catchThrowableOfType(
                StepException.class, () -> networks(Duration.ofMinutes(1)).removeIfUnused(ENVIRONMENT));

        assertThat(e.failure().reason()).isEqualTo(Reason.CONFLICT);
        assertThat(e.failure().message()).contains("debugger").contains("docker network disconnect " + NETWORK);
        assertThat(removals).hasSize(1);
    }

    @Test
    void shouldGiveUpOnAnEngineThatNeverLetsGo() {
        refusals = Integer.MAX_VALUE;

        StepException e = catchThrowableOfType(
                StepException.class, () -> networks(Duration.ZERO).removeIfUnused(ENVIRONMENT));

        assertThat(e.failure().reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(e.failure().message()).contains("has active endpoints").contains("restart");
    }

    @Test
    void shouldTakeANetworkThatIsGoneAsRemoved() {
        exists = false;

        networks(Duration.ofMinutes(1)).removeIfUnused(ENVIRONMENT);

        assertThat(removals).isEmpty();
    }

    private EnvironmentNetworks networks(Duration patience) {
        return new EnvironmentNetworks(engine, new Containers(engine), "10.200.0.0/16", 24, patience);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("DELETE")) {
            removals.add(path);
            if (removals.size() <= refusals) {
                answer(exchange, 403, "{\"message\":\"error while removing network: it has active endpoints\"}");
            } else {
                exists = false;
                answer(exchange, 204, "");
            }
        } else if (path.endsWith("/networks")) {
            String network =
                    "{\"Id\":\"n1\",\"Name\":\"" + NETWORK + "\",\"Labels\":{\"io.slipway.instance\":\"here\"}}";
            answer(exchange, 200, exists ? "[" + network + "]" : "[]");
        } else if (path.endsWith("/containers/json")) {
            String filters = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            answer(exchange, 200, filters.contains("\"network\":[\"n1\"]") ? attached : "[]");
        } else {
            answer(exchange, 404, "{\"message\":\"no such thing\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
