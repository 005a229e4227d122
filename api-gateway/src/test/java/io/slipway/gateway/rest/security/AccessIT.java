package io.slipway.gateway.rest.security;

import static io.restassured.RestAssured.given;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.variable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.slipway.gateway.domain.token.Role;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Organizations;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What tokens may see and do, and what is noted of it. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class AccessIT {

    private static final String HERE = "/organization/" + Api.ORGANIZATION;

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldShowNothingOfAnotherOrganization() throws SQLException {
        UUID organization = UUID.randomUUID();
        String stranger = Organizations.create(dataSource, organization);
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        String app = newService(environment, "application", application("app"));
        String db = newService(environment, "database", database("db"));
        String variable = Api.post("/variable", variable("ENVIRONMENT", environment, "KEY", "1"))
                .path("id");
        String stage =
                Api.get("/environment/" + environment + "/deploymentStage").path("results[0].id");
        String request =
                Api.post("/environment/" + environment + "/deploy", Map.of()).path("deployment_request_id");

        as(stranger).get("/organization").then().statusCode(200).body("results.id", contains(organization.toString()));
        List<String> seen = new ArrayList<>();
        for (String path : List.of(
                HERE,
                HERE + "/project",
                HERE + "/containerRegistry",
                HERE + "/apiToken",
                HERE + "/events",
                "/project/" + project,
                "/project/" + project + "/environment",
                "/environment/" + environment,
                "/environment/" + environment + "/services",
                "/environment/" + environment + "/statuses",
                "/environment/" + environment + "/status/stream",
                "/environment/" + environment + "/logs",
                "/container/" + web,
                "/container/" + web + "/log",
                "/application/" + app + "/secret",
                "/database/" + db + "/masterCredentials",
                "/service/" + web + "/deploymentStage",
                "/deploymentStage/" + stage,
                "/variable?scope=ENVIRONMENT&parent_id=" + environment,
                "/environment/deploymentStatus?deploymentRequestId=" + request)) {
            int status = as(stranger).get(path).statusCode();
            if (status != 404) {
                seen.add(path + " " + status);
            }
        }
        Map<String, Object> changes = new HashMap<>();
        changes.put("/environment/" + environment + "/deploy", Map.of());
        changes.put("/environment/" + environment + "/clone", Map.of("name", "stolen"));
        changes.put("/container/" + web + "/stop", Map.of());
        changes.put("/deploymentQueue/" + request + "/cancelDeployment", Map.of());
        changes.put("/variable", variable("ENVIRONMENT", environment, "MINE", "1"));
        changes.put(
                "/variable/" + variable + "/alias",
                Map.of("key", "A", "alias_scope", "CONTAINER", "alias_parent_id", web));
        changes.put(
                "/variable/import?service_type=CONTAINER&service_id=" + web,
                Map.of("overwrite", false, "vars", List.of()));
        changes.put(HERE + "/project", Map.of("name", "mine"));
        changes.forEach((path, body) -> {
            int status = as(stranger).body(body).post(path).statusCode();
            if (status != 404) {
                seen.add("POST " + path + " " + status);
            }
        });
        for (String path :
                List.of("/project/" + project, "/environment/" + environment, "/variable/" + variable, "/job/" + web)) {
            int status = as(stranger).delete(path).statusCode();
            if (status != 404) {
                seen.add("DELETE " + path + " " + status);
            }
        }

        assertThat(seen).isEmpty();
        assertThat(as(stranger).get("/container/" + web).path("message").toString())
                .doesNotContain("organization");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void shouldLetEachRoleDoWhatItMay(Role role) {
        String project = Api.project();
        String environment = Api.environment(project);
        String db = newService(environment, "database", database("db"));
        String token = token(role);

        as(token).get("/environment/" + environment).then().statusCode(200);
        expect(
                as(token).body(Map.of()).post("/environment/" + environment + "/deploymentStage"),
                role,
                Role.DEVOPS,
                400);
        expect(as(token).get("/database/" + db + "/masterCredentials"), role, Role.DEVOPS, 200);
        expect(
                as(token).body(variable("ENVIRONMENT", environment, "KEY", "1")).post("/variable"),
                role,
                Role.DEVOPS,
                201);
        expect(as(token).body(Map.of()).post("/environment/" + environment + "/deploy"), role, Role.DEVOPS, 202);
        expect(as(token).body(Map.of()).post(HERE + "/project"), role, Role.ADMIN, 400);
        expect(as(token).body(Map.of()).post(HERE + "/containerRegistry"), role, Role.ADMIN, 400);
        expect(as(token).get(HERE + "/apiToken"), role, Role.ADMIN, 200);
        expect(as(token).get(HERE + "/events"), role, Role.ADMIN, 200);
        expect(as(token).delete("/project/" + project), role, Role.ADMIN, 409);
        expect(as(token).delete("/environment/" + environment), role, Role.ADMIN, 204);
        expect(
                as(token).body(Map.of("name", Api.unique("t"), "role", "OWNER")).post(HERE + "/apiToken"),
                role,
                Role.OWNER,
                201);
    }

    @Test
    void shouldNameRolesByTheirIdsAndRefuseOthers() {
        String viewer = Api.get(HERE + "/availableRole").path("results.find { it.name == 'Viewer' }.id");

        Api.post(HERE + "/apiToken", Map.of("name", Api.unique("t"), "role_id", viewer))
                .then()
                .statusCode(201)
                .body("role_id", equalTo(viewer))
                .body("role_name", equalTo("Viewer"));
        Api.post(HERE + "/apiToken", Map.of("role_id", UUID.randomUUID().toString(), "expires_at", "soon"))
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"))
                .body("message", containsString("'role_id'"))
                .body("message", containsString("'expires_at'"));
        Api.post(HERE + "/apiToken", Map.of("name", Api.unique("t"), "expires_at", "2020-01-01T00:00:00Z"))
                .then()
                .statusCode(400)
                .body("message", containsString("'expires_at'"));
    }

    @Test
    void shouldRefuseATokenThatHasExpired() throws SQLException {
        Response made = Api.post(
                HERE + "/apiToken",
                Map.of(
                        "name",
                        Api.unique("t"),
                        "expires_at",
                        Instant.now().plusSeconds(3600).toString()));
        String token = made.path("token");
        as(token).get("/organization").then().statusCode(200);

        run("update api_token set expires_at = now() - interval '1 second' where id = '" + made.path("id") + "'");

        as(token).get("/organization").then().statusCode(401);
    }

    @Test
    void shouldNoteWhoDidWhat() {
        String name = Api.unique("auditor");
        String token = Api.post(HERE + "/apiToken", Map.of("name", name)).path("token");
        String project = as(token)
                .body(Map.of("name", Api.unique("noted")))
                .post(HERE + "/project")
                .path("id");
        String environment = as(token)
                .body(Map.of("name", "env"))
                .post("/project/" + project + "/environment")
                .path("id");
        as(token)
                .body(Map.of("name", "env"))
                .post("/project/" + project + "/environment")
                .then()
                .statusCode(409);
        as(token)
                .body(Map.of())
                .post("/environment/" + environment + "/deploy")
                .then()
                .statusCode(202);
        as(token).get("/environment/" + environment).then().statusCode(200);

        String log = HERE + "/events?triggeredBy=" + name;
        as(token)
                .get(log)
                .then()
                .statusCode(200)
                .body("organization_id", equalTo(Api.ORGANIZATION))
                .body("events.event_type", contains("TRIGGER_DEPLOY", "CREATE", "CREATE"))
                .body("events.target_type", contains("ENVIRONMENT", "ENVIRONMENT", "PROJECT"))
                .body("events.target_id", contains(environment, environment, project))
                .body("events[1].target_name", equalTo("env"))
                .body("events[0].change", equalTo("deployEnvironment"))
                .body("events[0].origin", equalTo("API"));
        String next = as(token).get(log + "&pageSize=1").path("links.next");
        as(token)
                .urlEncodingEnabled(false)
                .get(next)
                .then()
                .statusCode(200)
                .body("events.size()", equalTo(1))
                .body("events.target_name", hasItem("env"));
        as(token).get(log + "&targetType=PROJECT").then().body("events.target_id", contains(project));
        as(token)
                .get(HERE + "/events?pageSize=0&eventType=X&targetId=1-1-1-1-1&fromTimestamp=x")
                .then()
                .statusCode(400)
                .body("message", containsString("'pageSize'"))
                .body("message", containsString("'eventType'"))
                .body("message", containsString("'targetId'"))
                .body("message", containsString("'fromTimestamp'"));
    }

    private static void expect(Response answer, Role role, Role needed, int status) {
        assertThat(answer.statusCode()).isEqualTo(role.includes(needed) ? status : 403);
    }

    private static String token(Role role) {
        return Api.post(HERE + "/apiToken", Map.of("name", Api.unique("t"), "role", role.name()))
                .then()
                .statusCode(201)
                .extract()
                .path("token");
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Token " + token).contentType(ContentType.JSON);
    }

    private void run(String statement) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.executeUpdate();
        }
    }
}
