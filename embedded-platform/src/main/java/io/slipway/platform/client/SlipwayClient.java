package io.slipway.platform.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A client of the REST interface. Bodies and answers are JSON trees in the words of the contract. Calls block; an answer
 * that is an error is an {@link ApiException}, a gateway that cannot be reached an {@link UncheckedIOException}.
 */
public final class SlipwayClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(60);
    private static final int FIRST_ERROR = 400;
    private static final int NOT_FOUND = 404;

    private final String baseUrl;
    private final String authorization;
    private final HttpClient http;

    /**
     * A client of the gateway at {@code baseUrl}, for example {@code http://127.0.0.1:8080}.
     *
     * @param token an API token
     */
    public SlipwayClient(String baseUrl, String token) {
        this.baseUrl = baseUrl.replaceFirst("/+$", "");
        this.authorization = "Token " + token;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** An empty JSON object to fill. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** {@code text} as JSON. */
    public static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + text, e);
        }
    }

    // ---- any call

    /** Answer to a GET. */
    public JsonNode get(String path) {
        return call("GET", path, null);
    }

    /** Answer to a GET; empty if there is no such thing. */
    public Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (ApiException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Answer to a POST with a body. */
    public JsonNode post(String path, JsonNode body) {
        return call("POST", path, body);
    }

    /** Answer to a POST without a body. */
    public JsonNode post(String path) {
        return call("POST", path, null);
    }

    /** Answer to a PUT with a body. */
    public JsonNode put(String path, JsonNode body) {
        return call("PUT", path, body);
    }

    /** Answer to a PUT without a body. */
    public JsonNode put(String path) {
        return call("PUT", path, null);
    }

    /** Deletes what is at {@code path}. */
    public void delete(String path) {
        call("DELETE", path, null);
    }

    /** Status, headers and body of a request, whatever they are; a null body sends none. */
    public HttpResponse<String> exchange(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = request(path)
                .timeout(ANSWER_TIMEOUT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + baseUrl + path + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during " + method + " " + path, e);
        }
    }

    // ---- organizations, projects, environments

    /** Id of the first organization. */
    public String organizationId() {
        List<JsonNode> organizations = results(get("/organization"));
        if (organizations.isEmpty()) {
            throw new IllegalStateException("The gateway has no organization");
        }
        return id(organizations.getFirst());
    }

    /** Id of the first container registry of an organization. */
    public String registryId(String organizationId) {
        List<JsonNode> registries = results(get("/organization/" + organizationId + "/containerRegistry"));
        if (registries.isEmpty()) {
            throw new IllegalStateException("The organization has no container registry");
        }
        return id(registries.getFirst());
    }

    /** The project called {@code name}, whatever the case of its letters. */
    public Optional<JsonNode> project(String organizationId, String name) {
        return results(get("/organization/" + organizationId + "/project")).stream()
                .filter(project -> project.path("name").asText().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Creates a project. */
    public JsonNode createProject(String organizationId, String name) {
        return post("/organization/" + organizationId + "/project", object().put("name", name));
    }

    /** The environments of a project. */
    public List<JsonNode> environments(String projectId) {
        return results(get("/project/" + projectId + "/environment"));
    }

    /** Creates an environment; {@code mode} is DEVELOPMENT, STAGING or PRODUCTION. */
    public JsonNode createEnvironment(String projectId, String name, String mode) {
        return post(
                "/project/" + projectId + "/environment",
                object().put("name", name).put("mode", mode));
    }

    // ---- services

    /** Creates a service from a request body of the contract. */
    public JsonNode createService(ServiceType type, String environmentId, JsonNode body) {
        return post("/environment/" + environmentId + "/" + type.path(), body);
    }

    /** All services of an environment. */
    public List<JsonNode> services(String environmentId) {
        return results(get("/environment/" + environmentId + "/services"));
    }

    /** The stages of an environment in their order. */
    public List<JsonNode> stages(String environmentId) {
        return results(get("/environment/" + environmentId + "/deploymentStage"));
    }

    // ---- variables

    /** The variables that a project, an environment or a service sees; {@code scope} says which of these it is. */
    public List<JsonNode> variables(String scope, String parentId) {
        return results(get("/variable?scope=" + scope + "&parent_id=" + parentId));
    }

    /** Creates a variable. A mount path makes it a FILE. */
    public JsonNode createVariable(
            String scope, String parentId, String key, String value, boolean secret, @Nullable String mountPath) {
        ObjectNode body = object().put("key", key)
                .put("value", value)
                .put("is_secret", secret)
                .put("variable_scope", scope)
                .put("variable_parent_id", parentId);
        if (mountPath != null) {
            body.put("mount_path", mountPath);
        }
        return post("/variable", body);
    }

    /** Creates an alias of a variable for a project, an environment or a service. */
    public JsonNode createAlias(String variableId, String scope, String parentId, String key) {
        return post(
                "/variable/" + variableId + "/alias",
                object().put("key", key).put("alias_scope", scope).put("alias_parent_id", parentId));
    }

    /** Creates an override of a variable for an environment or a service. */
    public JsonNode createOverride(String variableId, String scope, String parentId, String value) {
        return post(
                "/variable/" + variableId + "/override",
                object().put("value", value).put("override_scope", scope).put("override_parent_id", parentId));
    }

    // ---- actions

    /** Deploys an environment. */
    public JsonNode deploy(String environmentId) {
        return post("/environment/" + environmentId + "/deploy");
    }

    /** Deploys an environment again. */
    public JsonNode redeploy(String environmentId) {
        return post("/environment/" + environmentId + "/redeploy");
    }

    /** Stops an environment. */
    public JsonNode stop(String environmentId) {
        return post("/environment/" + environmentId + "/stop");
    }

    /** Cancels the running deployment of an environment; {@code force} also ends running lifecycle jobs. */
    public JsonNode cancel(String environmentId, boolean force) {
        return post("/environment/" + environmentId + "/cancelDeployment", object().put("force_cancel", force));
    }

    /** Deletes an environment with all that belongs to it; it is gone when its GET answers 404. */
    public void deleteEnvironment(String environmentId) {
        delete("/environment/" + environmentId);
    }

    // ---- status

    /** State of an environment and its services, flat. */
    public JsonNode statuses(String environmentId) {
        return get("/environment/" + environmentId + "/statuses");
    }

    /** State of an environment and its services, by stage; empty once the environment is gone. */
    public Optional<JsonNode> statusesWithStages(String environmentId) {
        return find("/environment/" + environmentId + "/statusesWithStages");
    }

    /**
     * Follows the live stream of an environment's status until it ends or {@code consumer} throws. Each event is what
     * {@link #statusesWithStages} answers, with a growing {@code sequence}.
     *
     * @throws ApiException if there is no such stream
     * @throws UncheckedIOException if the connection breaks
     */
    public void followStatus(String environmentId, Consumer<JsonNode> consumer) {
        String path = "/environment/" + environmentId + "/status/stream";
        HttpRequest request =
                request(path).setHeader("Accept", "text/event-stream").GET().build();
        try {
            HttpResponse<Stream<String>> response = http.send(request, HttpResponse.BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() >= FIRST_ERROR) {
                    throw new ApiException(
                            "GET " + path,
                            response.statusCode(),
                            String.join("\n", lines.limit(20).toList()));
                }
                ServerSentEvents events = new ServerSentEvents(data -> consumer.accept(parse(data)));
                lines.forEach(events::line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path + " failed: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while following " + path, e);
        }
    }

    // ---- helpers

    /** The members of {@code results}. */
    public static List<JsonNode> results(JsonNode list) {
        List<JsonNode> results = new ArrayList<>();
        list.path("results").forEach(results::add);
        return results;
    }

    /** The {@code id} of an answer. */
    public static String id(JsonNode answer) {
        String id = answer.path("id").asText("");
        if (id.isEmpty()) {
            throw new IllegalStateException("An answer without an id: " + answer);
        }
        return id;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode call(String method, String path, @Nullable JsonNode body) {
        HttpResponse<String> response = exchange(method, path, body == null ? null : body.toString());
        if (response.statusCode() >= FIRST_ERROR) {
            throw new ApiException(method + " " + path, response.statusCode(), response.body());
        }
        return response.body().isBlank() ? MissingNode.getInstance() : parse(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("Authorization", authorization)
                .header("Accept", "application/json");
    }
}
