package io.slipway.gateway.deployment;

import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.variable;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many clients edit and deploy one environment at the same time: each accepted change is there in the end. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class ManyClientsIT {

    private static final int CLIENTS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject
    AgroalDataSource dataSource;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> surprises = new ConcurrentLinkedQueue<>();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger deployments = new AtomicInteger();
    private final AtomicInteger firsts = new AtomicInteger();
    private String base = "";

    @Test
    void shouldLoseNothingThatManyClientsDoAtTheSameTime() throws Exception {
        base = "http://127.0.0.1:" + RestAssured.port;
        String project = Api.project();
        String environment = Api.environment(project);
        newService(environment, "container", container("shared"));
        long before = version(environment);
        CountDownLatch start = new CountDownLatch(1);

        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int client = i;
                all.add(clients.submit(() -> {
                    start.await();
                    work(client, project, environment);
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> each : all) {
                each.get();
            }
        }

        assertThat(surprises).isEmpty();
        assertThat(firsts).hasValue(1);
        List<String> names = get("/environment/" + environment + "/container")
                .then()
                .extract()
                .path("results.findAll { it.description == 'edited' }.name");
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, CLIENTS).mapToObj(i -> "own-" + i).toList());
        Map<String, String> values = get("/variable?scope=ENVIRONMENT&parent_id=" + environment)
                .then()
                .extract()
                .path("results.findAll { it.scope != 'BUILT_IN' }.collectEntries { [it.key, it.value] }");
        assertThat(values).hasSize(2 * CLIENTS + 1);
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(values).containsEntry("OWN_" + i, "second").containsEntry("WIDE_" + i, "{{OWN_" + i + "}}");
        }
        assertThat(version(environment) - before).isEqualTo(changes.get());
        assertThat(number("select count(*) from deployment_request where environment_id = '" + environment + "'"))
                .isEqualTo(deployments.get());
    }

    private void work(int client, String project, String environment) throws Exception {
        String service =
                id(change("POST", "/environment/" + environment + "/container", container("own-" + client), 201));
        accept("POST", "/environment/" + environment + "/deploy", Map.of());
        String variable =
                id(change("POST", "/variable", variable("ENVIRONMENT", environment, "OWN_" + client, "first"), 201));
        change("POST", "/variable", variable("PROJECT", project, "WIDE_" + client, "{{OWN_" + client + "}}"), 201);
        change("PUT", "/variable/" + variable, Map.of("key", "OWN_" + client, "value", "second"), 200);
        change("PUT", "/container/" + service, with(container("own-" + client), "description", "edited"), 200);
        HttpResponse<String> same = send("POST", "/variable", variable("ENVIRONMENT", environment, "SAME", "x"));
        if (same.statusCode() == 201) {
            firsts.incrementAndGet();
            changes.incrementAndGet();
        } else if (same.statusCode() != 409) {
            surprise("SAME", same);
        }
        accept("POST", "/container/" + service + "/deploy", Map.of("image_tag", "1." + client));
        HttpResponse<String> status = send("GET", "/environment/" + environment + "/statusesWithStages", null);
        if (status.statusCode() != 200) {
            surprise("status", status);
        }
    }

    private HttpResponse<String> change(String method, String path, Object body, int expected) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() == expected) {
            changes.incrementAndGet();
        } else {
            surprise(method + " " + path, answer);
        }
        return answer;
    }

    private void accept(String method, String path, Object body) throws Exception {
        HttpResponse<String> answer = send(method, path, body);
        if (answer.statusCode() == 202 || answer.statusCode() == 200) {
            deployments.incrementAndGet();
        } else {
            surprise(method + " " + path, answer);
        }
    }

    private HttpResponse<String> send(String method, String path, Object body) throws Exception {
        HttpRequest.BodyPublisher text = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        return http.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Authorization", "Token " + GatewayResources.TOKEN)
                        .header("Content-Type", "application/json")
                        .method(method, text)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private void surprise(String what, HttpResponse<String> answer) {
        surprises.add(what + ": " + answer.statusCode() + " " + answer.body());
    }

    private static String id(HttpResponse<String> answer) throws Exception {
        return JSON.readTree(answer.body()).path("id").asText();
    }

    private long version(String environment) throws SQLException {
        return number("select spec_version from environment where id = '" + environment + "'");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getLong(1);
        }
    }
}
