package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.platform.client.SlipwayClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;

/** As much of the REST interface as the sample needs, in memory. */
final class FakeGateway implements AutoCloseable {

    final Map<String, JsonNode> services = new LinkedHashMap<>();
    final List<JsonNode> variables = new ArrayList<>();
    final List<JsonNode> aliases = new ArrayList<>();
    final List<JsonNode> overrides = new ArrayList<>();

    /** What the status requests answer, one after the other; the last one stays. Empty: the environment is gone. */
    final ConcurrentLinkedDeque<Optional<String>> statuses = new ConcurrentLinkedDeque<>();

    /** What the stream sends; empty: there is no stream. */
    volatile Optional<String> stream = Optional.empty();

    private final Map<String, String> variableIds = new LinkedHashMap<>();
    private final HttpServer server;

    FakeGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    SlipwayClient client() {
        return new SlipwayClient("http://127.0.0.1:" + server.getAddress().getPort(), "slipway_t");
    }

    /** The key of the variable with this id. */
    String keyOf(String variableId) {
        return variableIds.entrySet().stream()
                .filter(entry -> entry.getValue().equals(variableId))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Optional<String> answer = answer(
                exchange.getRequestMethod(), path, body.isBlank() ? SlipwayClient.object() : SlipwayClient.parse(body));
        byte[] bytes = answer.orElse("{}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.isPresent() ? 200 : 404, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Optional<String> answer(String method, String path, JsonNode body) {
        if (path.endsWith("/status/stream")) {
            return stream;
        }
        if (path.endsWith("/statusesWithStages")) {
            return statuses.size() > 1 ? statuses.poll() : statuses.peek();
        }
        if (path.equals("/organization") || path.endsWith("/containerRegistry")) {
            return Optional.of("{\"results\":[{\"id\":\"registry-or-organization\"}]}");
        }
        if (path.equals("/variable") && method.equals("GET")) {
            return Optional.of(variableList());
        }
        String id = UUID.randomUUID().toString();
        switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "variable" -> {
                variables.add(body);
                variableIds.put(body.path("key").asText(), id);
            }
            case "alias" -> aliases.add(((ObjectNode) body).put("target", keyOf(path.split("/", -1)[2])));
            case "override" -> overrides.add(((ObjectNode) body).put("target", keyOf(path.split("/", -1)[2])));
            case "database", "job", "container", "application" -> {
                services.put(id, body);
                if (path.endsWith("database")) {
                    String prefix = "QOVERY_POSTGRESQL_Z" + id.substring(0, 8).toUpperCase(Locale.ROOT) + "_";
                    for (String name : List.of("HOST_INTERNAL", "PORT", "DEFAULT_DATABASE_NAME", "LOGIN", "PASSWORD")) {
                        variableIds.put(prefix + name, UUID.randomUUID().toString());
                    }
                }
            }
            default -> {
                // projects and environments need nothing but an id
            }
        }
        return Optional.of("{\"id\":\"" + id + "\"}");
    }

    private String variableList() {
        ObjectNode list = SlipwayClient.object();
        ArrayNode results = list.putArray("results");
        variableIds.forEach((key, id) -> results.addObject().put("key", key).put("id", id));
        return list.toString();
    }
}
