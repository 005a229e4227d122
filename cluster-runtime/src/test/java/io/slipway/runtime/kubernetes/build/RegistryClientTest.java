package io.slipway.runtime.kubernetes.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.RegistryLogin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RegistryClientTest {

    private static final RegistryLogin LOGIN = new RegistryLogin("me", "mine");
    private static final String BASIC = "Basic bWU6bWluZQ==";

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /** What the registry wants; null = nothing. */
    private volatile @Nullable String challenge;

    private volatile String accepted = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/team/shop/manifests/1", this::manifest);
        server.createContext("/token", this::token);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void manifest(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        seen.add(exchange.getRequestMethod() + " " + authorization);
        if (challenge != null && !accepted.equals(authorization)) {
            exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
            answer(exchange, 401, "");
            return;
        }
        exchange.getResponseHeaders().add("Docker-Content-Digest", "sha256:abc");
        answer(exchange, 200, "");
    }

    private void token(HttpExchange exchange) throws IOException {
        seen.add(exchange.getRequestURI().getQuery() + " "
                + exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, 200, "{\"token\":\"t1\"}");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reference reference(String version) {
        return Reference.parse(host() + "/team/shop:" + version);
    }

    @Test
    void shouldFindManifestOverPlainHttpWhereThatIsAllowed() throws Exception {
        assertThat(new RegistryClient(true, null).digest(reference("1"))).contains("sha256:abc");
        assertThat(new RegistryClient(true, null).digest(reference("2"))).isEmpty();
    }

    @Test
    void shouldNotSpeakPlainHttpUnlessTold() {
        StepException e = catchThrowableOfType(
                StepException.class, () -> new RegistryClient(false, LOGIN).digest(reference("1")));

        assertThat(e.failure().reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldLogInWithUserAndPassword() throws Exception {
        challenge = "Basic realm=\"registry\"";
        accepted = BASIC;

        assertThat(new RegistryClient(true, LOGIN).digest(reference("1"))).contains("sha256:abc");
        assertThat(seen).containsExactly("HEAD null", "HEAD " + BASIC);
    }

    @Test
    void shouldFetchToken() throws Exception {
        challenge = "Bearer realm=\"http://" + host() + "/token\",service=\"reg\",scope=\"repository:team/shop:pull\"";
        accepted = "Bearer t1";

        assertThat(new RegistryClient(true, LOGIN).digest(reference("1"))).contains("sha256:abc");
        assertThat(seen)
                .containsExactly("HEAD null", "scope=repository:team/shop:pull&service=reg " + BASIC, "HEAD Bearer t1");
    }

    @Test
    void shouldSayThatTheCredentialsAreNotAccepted() {
        challenge = "Basic realm=\"registry\"";
        accepted = "Basic other";

        StepException e =
                catchThrowableOfType(StepException.class, () -> new RegistryClient(true, LOGIN).digest(reference("1")));

        assertThat(e.failure().message()).contains("registry.username").doesNotContain("mine");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotAnswer() {
        Reference nobody = Reference.parse("127.0.0.1:1/team/shop:1");

        StepException e =
                catchThrowableOfType(StepException.class, () -> new RegistryClient(true, null).digest(nobody));

        assertThat(e.failure().reason()).isEqualTo(Reason.RUNTIME_UNAVAILABLE);
        assertThat(e.failure().message()).contains("127.0.0.1:1");
    }

    @Test
    void shouldTakeReferencesApart() {
        assertThat(Reference.parse("r.example.com:5000/a/b:1.2"))
                .isEqualTo(new Reference("r.example.com:5000", "a/b", "1.2"));
        assertThat(Reference.parse("localhost/a")).isEqualTo(new Reference("localhost", "a", "latest"));
        assertThat(Reference.parse("r.example.com/a:1@sha256:ff"))
                .isEqualTo(new Reference("r.example.com", "a", "sha256:ff"));
    }
}
