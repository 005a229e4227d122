package io.slipway.gateway.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.slipway.gateway.input.Breaker.Broken;
import io.slipway.gateway.input.Description.Operation;
import io.slipway.gateway.input.Examples.Example;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.Contract;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever is wrong in a request is refused with the name of what is wrong, and changes nothing. The requests are
 * generated: every field that the description of the interface has, in all ways of being wrong that it tells of.
 */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class GeneratedInputIT {

    private static final int CLIENTS = 8;
    private static final String UNKNOWN = UUID.randomUUID().toString();
    private static final String OTHERS = "another tenant's";
    private static final int TOO_LARGE = 3 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Another tenant's object for each field that names one. */
    private static final Map<String, String> FOREIGN = Map.ofEntries(
            Map.entry("user_id", "member"),
            Map.entry("registry_id", "registry"),
            Map.entry("source.image.registry_id", "registry"),
            Map.entry("git_repository.git_token_id", "gitToken"),
            Map.entry("source.docker.git_repository.git_token_id", "gitToken"),
            Map.entry("environment_id", "environment"),
            Map.entry("project_id", "project"),
            Map.entry("variable_parent_id", "environment"),
            Map.entry("alias_parent_id", "environment"),
            Map.entry("override_parent_id", "container"),
            Map.entry("applications[].application_id", "application"),
            Map.entry("containers[].id", "container"),
            Map.entry("jobs[].id", "cronJob"),
            Map.entry("databases[]", "database"),
            Map.entry("application_ids[]", "application"),
            Map.entry("container_ids[]", "container"),
            Map.entry("database_ids[]", "database"),
            Map.entry("job_ids[]", "job"));

    /** Text of one length. */
    private static final Set<String> UNBOUNDED_FORMATS = Set.of("uuid", "date-time");

    /**
     * What looks wrong and is right. An empty object counts as no body, so that a deployment without a version has none;
     * ids of ports and volumes are those of the service that somebody made a new one of.
     */
    private static final Set<String> ACCEPTED = Set.of(
            "deployApplication git_commit_id is missing",
            "deployApplication git_commit_id is null",
            "deployContainer image_tag is missing",
            "deployContainer image_tag is null",
            "createApplication ports[].id is an unknown id",
            "createApplication storage[].id is an unknown id",
            "createContainer ports[].id is an unknown id",
            "createContainer storage[].id is an unknown id");

    /** Fields of the contract for what there is not. They are refused when they ask for something, or mean nothing. */
    private static final Set<String> NOT_SUPPORTED = Set.of(
            "annotations_groups",
            "labels_groups",
            "autoscaling",
            "instance_type",
            "disk_type",
            "secret_manager_access_id",
            "helms",
            "helm_ids",
            "terraforms",
            "terraform_ids",
            "config.gcp_credentials_type",
            "config.token_lifetime_seconds",
            "config.workload_identity_provider_resource");

    /** What these have to be proven by is not a token of the gateway's. */
    private static final Set<String> IDENTIFIED_OTHERWISE =
            Set.of("reportFromGithub", "reportFromGitlab", "reportFromBitbucket", "postAcceptInviteMember");

    /** What query parameters cannot be; the others take any text. */
    private static final Map<String, List<String>> WRONG_QUERIES = Map.ofEntries(
            Map.entry("parent_id", List.of("1234", "1-1-1-1-1", UNKNOWN, OTHERS)),
            Map.entry("service_id", List.of("1234", "1-1-1-1-1", UNKNOWN, OTHERS)),
            Map.entry("deploymentRequestId", List.of("1234", UNKNOWN, OTHERS)),
            Map.entry("scope", List.of("x", "")),
            Map.entry("service_type", List.of("x", "")),
            Map.entry("is_secret", List.of("x")),
            Map.entry("pageSize", List.of("x", "0", "1000", "99999999999")),
            Map.entry("eventType", List.of("x")),
            Map.entry("targetType", List.of("x")),
            Map.entry("targetId", List.of("x", "1-1-1-1-1")),
            Map.entry("origin", List.of("x")),
            Map.entry("fromTimestamp", List.of("x")),
            Map.entry("toTimestamp", List.of("x")),
            Map.entry("continueToken", List.of("x")),
            Map.entry("forceEvent", List.of("x")),
            Map.entry("imageName", List.of("A%20B")));

    /** Shared by all tests, as none of them changes anything; made when the application is there. */
    private static Description description;

    private static Tenant own;
    private static Tenant other;
    private static Examples examples;

    @Inject
    AgroalDataSource dataSource;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void seed() throws Exception {
        if (own == null) {
            description = new Description(
                    JSON.readTree(Api.get("/q/openapi?format=json").asString()));
            own = Tenant.create(dataSource);
            other = Tenant.create(dataSource);
            examples = new Examples(own);
        }
    }

    @Test
    void shouldNameWhateverIsWrongInABodyAndChangeNothing() throws Exception {
        List<Attempt> attempts = new ArrayList<>();
        Map<String, Set<String>> unreached = new TreeMap<>();
        for (Operation operation : withBodies()) {
            Set<String> reached = new TreeSet<>();
            for (Example example : examples.of(operation)) {
                // The first two examples exclude each other most; further ones are there for a few more fields.
                Set<String> done = example.index() > 1 ? reached : Set.of();
                Breaker breaker = new Breaker(description, foreignIds(), example.body(), Set.copyOf(done));
                for (Broken broken : breaker.breakAll(operation.body())) {
                    if (!ACCEPTED.contains(operation.id() + " " + broken.pattern() + " " + broken.what())) {
                        attempts.add(new Attempt(operation, example.path(), broken));
                    }
                }
                reached.addAll(breaker.reached());
            }
            Set<String> fields =
                    new TreeSet<>(description.schemas(operation.body()).keySet());
            fields.removeIf(field -> field.endsWith("[]"));
            fields.removeAll(reached);
            if (!fields.isEmpty()) {
                unreached.put(operation.id(), fields);
            }
        }
        assertThat(unreached).as("fields that no example has").isEmpty();

        expectNoChange(attempts.stream()
                .<Runnable>map(attempt -> () -> expectNamed(attempt))
                .toList());
        assertThat(attempts.size()).isGreaterThan(2_000);
    }

    /** Else the others would not prove anything: what they break is valid when it is whole. */
    @Test
    void shouldAcceptTheBodiesThatAreBrokenElsewhere() throws Exception {
        Tenant third = Tenant.create(dataSource);
        Examples whole = new Examples(third);
        for (Operation operation : withBodies()) {
            for (Example example : whole.of(operation)) {
                byte[] body = example.body().toString().getBytes(StandardCharsets.UTF_8);
                HttpResponse<String> answer =
                        call(operation.method(), example.path(), body, "application/json", third.token());
                if (answer.statusCode() >= 300 && answer.statusCode() != 409) {
                    surprise(operation, "is valid and refused", answer);
                }
            }
        }

        assertThat(surprises).isEmpty();
    }

    @Test
    void shouldTellTheBoundsOfEveryField() {
        Set<String> unbounded = new TreeSet<>();
        for (Operation operation : description.operations()) {
            description.schemas(operation.body()).forEach((field, schema) -> {
                boolean bounded = switch (schema.path("type").asText()) {
                    case "string" ->
                        schema.has("maxLength")
                                || schema.has("enum")
                                || UNBOUNDED_FORMATS.contains(
                                        schema.path("format").asText());
                    case "array" -> schema.has("maxItems");
                    case "integer" -> schema.has("minimum");
                    default -> true;
                };
                if (!bounded) {
                    unbounded.add(operation.id() + " " + field);
                }
            });
        }

        assertThat(unbounded).isEmpty();
    }

    @Test
    void shouldKnowEveryFieldOfTheContract() {
        assumeTrue(Contract.beside().isPresent(), "the contract is not beside the checkout: nothing to compare with");
        Contract contract = Contract.beside().orElseThrow();
        Set<String> unknown = new TreeSet<>();
        for (Operation operation : description.operations()) {
            Contract.Operation theirs =
                    contract.operations().get(Contract.Operation.key(operation.method(), operation.path()));
            if (theirs != null) {
                Set<String> fields = contract.fields(theirs.node()
                        .path("requestBody")
                        .path("content")
                        .path("application/json")
                        .path("schema"));
                fields.removeAll(description.schemas(operation.body()).keySet());
                fields.removeIf(field -> NOT_SUPPORTED.stream()
                        .anyMatch(each -> field.equals(each)
                                || field.endsWith("." + each)
                                || field.startsWith(each + ".")
                                || field.startsWith(each + "[]")));
                fields.forEach(field -> unknown.add(operation.id() + " " + field));
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void shouldFindNothingWhereIdsLeadNowhere() throws Exception {
        List<Runnable> requests = new ArrayList<>();
        for (Operation operation : description.operations()) {
            String path = examples.path(operation);
            String body = operation.hasBody()
                    ? examples.of(operation).getFirst().body().toString()
                    : null;
            for (String parameter : operation.pathParameters()) {
                String id = Examples.idFor(operation, parameter, own);
                for (String wrong : List.of(
                        UNKNOWN, Examples.idFor(operation, parameter, other), "1234", id + "0", "%00", "%F0%9F")) {
                    String wrongPath = path.replace(id, wrong);
                    requests.add(() -> {
                        HttpResponse<String> answer = call(operation.method(), wrongPath, body, "application/json");
                        boolean signed = IDENTIFIED_OTHERWISE.contains(operation.id()) && answer.statusCode() == 401;
                        if ((answer.statusCode() != 404 && !signed)
                                || message(answer).isEmpty()) {
                            surprise(operation, parameter + " is " + wrong, answer);
                        }
                    });
                }
            }
        }
        expectNoChange(requests);
        assertThat(requests.size()).isGreaterThan(1_000);
    }

    @Test
    void shouldNameParametersThatAreWrong() throws Exception {
        List<Runnable> requests = new ArrayList<>();
        for (Operation operation : description.operations()) {
            String path = examples.path(operation);
            String body = operation.hasBody()
                    ? examples.of(operation).getFirst().body().toString()
                    : null;
            for (String parameter : operation.queryParameters()) {
                for (String wrong : WRONG_QUERIES.getOrDefault(parameter, List.of())) {
                    String value = wrong.equals(OTHERS) ? othersFor(parameter) : wrong;
                    String wrongPath = withQuery(path, parameter, value);
                    requests.add(() -> {
                        HttpResponse<String> answer = call(operation.method(), wrongPath, body, "application/json");
                        boolean named = message(answer).contains(parameter)
                                || (answer.statusCode() == 404
                                        && !message(answer).isEmpty());
                        if (answer.statusCode() < 400 || answer.statusCode() > 499 || !named) {
                            surprise(operation, parameter + " is " + value, answer);
                        }
                    });
                }
                for (String strange : List.of("%00", "%F0%9F", "%ED%A0%80", "x".repeat(3_000))) {
                    if (operation.method().equals("GET") || WRONG_QUERIES.containsKey(parameter)) {
                        requests.add(() -> {
                            HttpResponse<String> answer = call(
                                    operation.method(), withQuery(path, parameter, strange), body, "application/json");
                            if (answer.statusCode() > 499) {
                                surprise(operation, parameter + " is " + strange, answer);
                            }
                        });
                    }
                }
            }
        }
        expectNoChange(requests);
    }

    @Test
    void shouldRefuseBodiesThatAreNoObjects() throws Exception {
        List<Runnable> requests = new ArrayList<>();
        for (Operation operation : withBodies()) {
            Example example = examples.of(operation).getFirst();
            String whole = example.body().toString();
            String twice = "{\"" + example.body().fieldNames().next() + "\":null," + whole.substring(1);
            List<byte[]> bodies = new ArrayList<>();
            for (String body : List.of(
                    "{",
                    "[]",
                    "null",
                    "5",
                    "\"text\"",
                    "name=form",
                    "<xml/>",
                    whole + whole,
                    twice,
                    "{\"name\":" + "[".repeat(100_000),
                    "{\"a\":".repeat(100_000),
                    "{\"name\":" + "9".repeat(100_000) + "}")) {
                bodies.add(body.getBytes(StandardCharsets.UTF_8));
            }
            bodies.add("{\"name\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1));
            for (byte[] body : bodies) {
                for (String type : List.of("application/json", "application/x-www-form-urlencoded")) {
                    requests.add(() -> {
                        HttpResponse<String> answer = call(operation.method(), example.path(), body, type, own.token());
                        if (answer.statusCode() != 400 || !message(answer).contains("'body'")) {
                            surprise(
                                    operation,
                                    new String(body, 0, Math.min(40, body.length), StandardCharsets.UTF_8),
                                    answer);
                        }
                    });
                }
            }
            for (String type : List.of("", "json", "a/b/c", "application/json; charset=none", "multipart/form-data")) {
                requests.add(() -> {
                    HttpResponse<String> answer = call(operation.method(), example.path(), "[]", type);
                    if (answer.statusCode() < 400
                            || answer.statusCode() > 499
                            || message(answer).isEmpty()) {
                        surprise(operation, "media type " + type, answer);
                    }
                });
            }
            requests.add(() -> {
                HttpResponse<String> answer =
                        call(operation.method(), example.path(), new byte[TOO_LARGE], "application/json", own.token());
                if (answer.statusCode() != 413) {
                    surprise(operation, "body of 3 MiB", answer);
                }
            });
        }
        expectNoChange(requests);
    }

    private List<Operation> withBodies() {
        return description.operations().stream().filter(Operation::hasBody).toList();
    }

    private void expectNoChange(List<Runnable> requests) throws Exception {
        Map<String, String> before = State.of(dataSource);
        send(requests);
        assertThat(surprises).isEmpty();
        assertThat(State.of(dataSource)).isEqualTo(before);
    }

    private String othersFor(String parameter) {
        return other.id(
                switch (parameter) {
                    case "service_id" -> "container";
                    case "deploymentRequestId" -> "request";
                    default -> "environment";
                });
    }

    /** The path with one parameter in the place of the right one, and the others that are needed. */
    private String withQuery(String path, String parameter, String value) {
        Map<String, String> query = new TreeMap<>();
        if (path.startsWith("/variable/import")) {
            query.put("service_type", "CONTAINER");
            query.put("service_id", own.id("container"));
        } else if (path.equals("/variable")) {
            query.put("scope", "ENVIRONMENT");
            query.put("parent_id", own.id("environment"));
        }
        query.put(parameter, value);
        StringBuilder text = new StringBuilder(path.contains("?") ? path.substring(0, path.indexOf('?')) : path);
        query.forEach((name, each) -> text.append(text.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(each));
        return text.toString();
    }

    private void surprise(Operation operation, String what, HttpResponse<String> answer) {
        surprises.add(operation.id() + " " + what + ": " + answer.statusCode() + " " + answer.body());
    }

    private void expectNamed(Attempt attempt) {
        Broken broken = attempt.broken();
        String text = broken.body().toString().replace(Breaker.HALF_CHARACTER, "\\ud800");
        HttpResponse<String> answer = call(attempt.operation().method(), attempt.path(), text, "application/json");
        boolean right = answer.statusCode() >= 400
                && answer.statusCode() < 500
                && message(answer).contains("'" + broken.field() + "'");
        if (!right) {
            surprise(attempt.operation(), broken.pattern() + " " + broken.what(), answer);
        }
    }

    private Map<String, String> foreignIds() {
        Map<String, String> ids = new TreeMap<>();
        FOREIGN.forEach((field, what) -> ids.put(field, other.id(what)));
        return ids;
    }

    /** Runs all of them, a few at a time. */
    private void send(List<Runnable> requests) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> running = new ArrayList<>();
            for (Runnable request : requests) {
                running.add(clients.submit(request));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
    }

    private HttpResponse<String> call(String method, String path, @Nullable String body, String type) {
        return call(method, path, body == null ? null : body.getBytes(StandardCharsets.UTF_8), type, own.token());
    }

    private HttpResponse<String> call(String method, String path, byte @Nullable [] body, String type, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Authorization", "Token " + token)
                .header("Content-Type", type)
                .expectContinue(body != null && body.length > TOO_LARGE / 2)
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String message(HttpResponse<String> answer) {
        try {
            JsonNode error = JSON.readTree(answer.body());
            return error.path("status").asInt() == answer.statusCode()
                            && error.path("message").equals(error.path("detail"))
                    ? error.path("message").asText()
                    : "";
        } catch (JsonProcessingException _) {
            return "";
        }
    }

    private record Attempt(Operation operation, String path, Broken broken) {}
}
