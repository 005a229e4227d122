package io.slipway.gateway.gitserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.gateway.app.catalog.GitTokenClient.Login;
import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpGitTokenClientTest {

    private static Vertx vertx;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger status = new AtomicInteger(200);
    private HttpServer server;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @ParameterizedTest
    @EnumSource(
            value = Provider.class,
            names = {"GITHUB", "GITLAB"})
    void shouldAskWhoTheTokenIs(Provider type) {
        assertThat(accepts(type, "/api/v4/", null)).isTrue();

        assertThat(asked).containsExactly("/api/v4/user Bearer the-token");
    }

    @Test
    void shouldAskBitbucketForTheWorkspaceThatTheTokenIsFor() {
        assertThat(accepts(Provider.BITBUCKET, "/2.0", "my team")).isTrue();

        assertThat(asked).containsExactly("/2.0/repositories/my+team?pagelen=1 Bearer the-token");
    }

    @Test
    void shouldNotAskBitbucketAboutATokenOfAnUnknownWorkspace() {
        status.set(401);

        assertThat(accepts(Provider.BITBUCKET, "/2.0", null)).isTrue();

        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRefuseATokenThatTheServerDoesNotKnow() {
        status.set(401);

        assertThat(accepts(Provider.GITHUB, "", null)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 403, 404, 500, 503})
    void shouldNotHoldOtherAnswersAgainstAToken(int answered) {
        status.set(answered);

        assertThat(accepts(Provider.GITLAB, "", null)).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void shouldNotHoldAServerThatIsNotThereAgainstAToken() {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(new HttpGitTokenClient(vertx)
                        .accepts(new Login(Provider.GITHUB, server(port, ""), null, "the-token"))
                        .await()
                        .indefinitely())
                .isTrue();
    }

    private boolean accepts(Provider type, String path, @Nullable String workspace) {
        return new HttpGitTokenClient(vertx)
                .accepts(new Login(type, server(server.getAddress().getPort(), path), workspace, "the-token"))
                .await()
                .indefinitely();
    }

    private static GitServer server(int port, String path) {
        return new GitServer("http://127.0.0.1:" + port + path, "127.0.0.1:" + port);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        if (status.get() == 302) {
            exchange.getResponseHeaders()
                    .add("Location", "http://127.0.0.1:" + server.getAddress().getPort() + "/elsewhere");
        }
        exchange.sendResponseHeaders(status.get(), -1);
        exchange.close();
    }
}
