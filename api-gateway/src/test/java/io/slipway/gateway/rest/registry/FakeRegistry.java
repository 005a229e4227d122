package io.slipway.gateway.rest.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A registry with one image that gives tokens to one user. */
final class FakeRegistry implements AutoCloseable {

    private static final String TOKEN = "a-token";

    private final HttpServer server;
    private final String credentials;

    private FakeRegistry(HttpServer server, String user, String password) {
        this.server = server;
        this.credentials =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static FakeRegistry start(String user, String password) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        FakeRegistry registry = new FakeRegistry(server, user, password);
        server.createContext("/token", registry::token);
        server.createContext("/v2/", registry::ask);
        server.start();
        return registry;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void token(HttpExchange exchange) throws IOException {
        boolean known = credentials.equals(exchange.getRequestHeaders().getFirst("Authorization"));
        answer(exchange, known ? 200 : 401, known ? "{\"token\":\"" + TOKEN + "\"}" : "{}");
    }

    private void ask(HttpExchange exchange) throws IOException {
        if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders()
                    .add("WWW-Authenticate", "Bearer realm=\"" + url() + "/token\",service=\"fake\"");
            answer(exchange, 401, "{}");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/v2/" -> answer(exchange, 200, "{}");
            case "/v2/_catalog" -> answer(exchange, 200, "{\"repositories\":[\"team/web\",\"team/db\"]}");
            case "/v2/team/web/tags/list" -> answer(exchange, 200, "{\"tags\":[\"1.0\",\"1.1\"]}");
            default -> answer(exchange, 404, "{}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
