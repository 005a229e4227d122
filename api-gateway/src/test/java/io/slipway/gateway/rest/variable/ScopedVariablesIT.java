package io.slipway.gateway.rest.variable;

import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.lifecycleJob;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.variable;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Variables of one scope at a time, imports, and the credentials of databases. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class ScopedVariablesIT {

    @ParameterizedTest
    @ValueSource(strings = {"project", "environment", "application", "container", "job"})
    void shouldKeepVariablesAndSecretsOfAScope(String scope) {
        String path = path(scope);

        post(path + "/environmentVariable", Map.of("key", "PLAIN", "value", "seen", "description", "why"))
                .then()
                .statusCode(201)
                .body("key", equalTo("PLAIN"))
                .body("value", equalTo("seen"))
                .body("description", equalTo("why"))
                .body("scope", equalTo(scope.toUpperCase(java.util.Locale.ROOT)))
                .body("variable_type", equalTo("VALUE"));
        post(path + "/environmentVariable", Map.of("key", "FILE", "value", "a", "mount_path", "/etc/a"))
                .then()
                .statusCode(201)
                .body("variable_type", equalTo("FILE"));
        Response secret = post(path + "/secret", Map.of("key", "HIDDEN", "value", "never-shown"));
        secret.then().statusCode(201).body("key", equalTo("HIDDEN")).body("", not(hasKey("value")));

        get(path + "/environmentVariable")
                .then()
                .statusCode(200)
                .body("results.key", hasItem("PLAIN"))
                .body("results.key", hasItem("FILE"))
                .body("results.key", not(hasItem("HIDDEN")));
        Response secrets = get(path + "/secret");
        secrets.then()
                .statusCode(200)
                .body("results.key", hasItem("HIDDEN"))
                .body("results.key", not(hasItem("PLAIN")));
        assertThat(secret.asString() + secrets.asString()).doesNotContain("never-shown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"project", "environment", "application", "container", "job"})
    void shouldRefuseWhatAScopeCannotHave(String scope) {
        String path = path(scope);
        post(path + "/environmentVariable", Map.of("key", "PLAIN"))
                .then()
                .statusCode(201)
                .body("value", equalTo(""));

        for (String kind : List.of("/environmentVariable", "/secret")) {
            post(path + kind, Map.of()).then().statusCode(400).body("message", containsString("'key'"));
            post(path + kind, Map.of("key", "QOVERY_X", "value", 1, "mount_path", "etc"))
                    .then()
                    .statusCode(400)
                    .body("message", containsString("'key'"))
                    .body("message", containsString("'value'"))
                    .body("message", containsString("'mount_path'"));
            post(path + kind, Map.of("key", "PLAIN", "value", "again")).then().statusCode(409);
            String unknown = "/" + scope + "/" + UUID.randomUUID() + kind;
            get(unknown).then().statusCode(404);
            post(unknown, Map.of("key", "X")).then().statusCode(404);
        }
    }

    @Test
    void shouldRefuseVariablesThatReferToEachOtherInACycle() {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        post("/variable", variable("ENVIRONMENT", environment, "A", "{{B}}/a"))
                .then()
                .statusCode(201);
        String b = post("/variable", variable("PROJECT", project, "B", "b"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");

        put("/variable/" + b, Map.of("key", "B", "value", "{{ A }}"))
                .then()
                .statusCode(400)
                .body("message", containsString("'value'"))
                .body("message", containsString("Variable B → A → B refer to each other in a cycle."));
        get("/variable?scope=PROJECT&parent_id=" + project).then().body("results.value", contains("b"));
        post("/variable", with(variable("CONTAINER", web, "B", "x{{C}}"), "is_secret", true))
                .then()
                .statusCode(201);
        post("/variable", with(variable("ENVIRONMENT", environment, "C", "{{A}}"), "is_secret", true))
                .then()
                .statusCode(400)
                .body("message", containsString("Variable C → A → B → C refer to each other in a cycle."));
        post("/variable", variable("ENVIRONMENT", environment, "SELF", "{{SELF}}"))
                .then()
                .statusCode(400)
                .body("message", containsString("Variable SELF → SELF refer to each other in a cycle."));
        post(
                        "/variable/" + b + "/override",
                        Map.of("value", "{{A}}", "override_scope", "ENVIRONMENT", "override_parent_id", environment))
                .then()
                .statusCode(400)
                .body("message", containsString("Variable B → A → B refer to each other in a cycle."));
        String free = post("/variable", variable("PROJECT", project, "FREE", "{{LATER}}"))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        post(
                        "/variable/" + free + "/alias",
                        Map.of("key", "LATER", "alias_scope", "ENVIRONMENT", "alias_parent_id", environment))
                .then()
                .statusCode(400)
                .body("message", containsString("Variable LATER → LATER refer to each other in a cycle."));
    }

    @Test
    void shouldRefuseAnImportWithACycleAsAWhole() {
        String environment = Api.environment();
        String id = newService(environment, "container", container("web"));

        post(
                        "/variable/import?service_id=" + id + "&service_type=CONTAINER",
                        Map.of(
                                "overwrite",
                                true,
                                "vars",
                                List.of(
                                        item("FINE", "1", "CONTAINER", false),
                                        item("X", "{{Y}}", "CONTAINER", true),
                                        item("Y", "{{X}}", "ENVIRONMENT", false))))
                .then()
                .statusCode(400)
                .body("message", containsString("'vars'"))
                .body("message", containsString("Variable X → Y → X refer to each other in a cycle."));
        get("/container/" + id + "/environmentVariable").then().body("results.key", not(hasItem("FINE")));
        get("/container/" + id + "/environmentVariable").then().body("results.key", not(hasItem("Y")));
    }

    @Test
    void shouldImportWithEachOutcome() {
        String project = Api.project();
        String environment = Api.environment(project);
        String id = newService(environment, "container", container("web"));
        post("/variable", variable("CONTAINER", id, "OLD", "1")).then().statusCode(201);
        post("/variable", with(variable("CONTAINER", id, "SAFE", "1"), "is_secret", true))
                .then()
                .statusCode(201);

        Response answer = post(
                "/variable/import?service_id=" + id + "&service_type=CONTAINER",
                Map.of(
                        "overwrite",
                        true,
                        "vars",
                        List.of(
                                item("NEW", "2", "CONTAINER", false),
                                item("OLD", "3", "CONTAINER", false),
                                item("SAFE", "4", "CONTAINER", false),
                                item("QOVERY_PROJECT_ID", "5", "ENVIRONMENT", false),
                                item("WIDE", "6", "ENVIRONMENT", true),
                                item("WIDEST", "7", "PROJECT", false),
                                item("ELSEWHERE", "8", "JOB", false))));

        answer.then()
                .statusCode(201)
                .body("total_variables_to_import", equalTo(7))
                .body("successful_imported_variables.name", contains("NEW", "OLD", "WIDE", "WIDEST"))
                .body("successful_imported_variables.outcome", contains("CREATED", "UPDATED", "CREATED", "CREATED"))
                .body("successful_imported_variables[2]", not(hasKey("value")))
                .body("skipped_variables.name", contains("SAFE", "QOVERY_PROJECT_ID", "ELSEWHERE"))
                .body("skipped_variables[0].reason", containsString("secrets are not overwritten"))
                .body("skipped_variables[1].reason", containsString("QOVERY_"))
                .body("skipped_variables[2].reason", containsString("CONTAINER"));
        get("/variable?parent_id=" + id + "&scope=CONTAINER")
                .then()
                .body("results.find { it.key == 'OLD' }.value", equalTo("3"))
                .body("results.find { it.key == 'WIDE' }.scope", equalTo("ENVIRONMENT"))
                .body("results.find { it.key == 'WIDE' }.is_secret", equalTo(true))
                .body("results.find { it.key == 'WIDEST' }.scope", equalTo("PROJECT"));
    }

    @Test
    void shouldImportNothingOverWhatIsThereUnlessTold() {
        String id = newService(Api.environment(), "job", lifecycleJob("seed"));
        post("/variable", variable("JOB", id, "OLD", "1")).then().statusCode(201);

        post(
                        "/variable/import?service_id=" + id + "&service_type=JOB",
                        Map.of(
                                "overwrite",
                                false,
                                "vars",
                                List.of(
                                        item("OLD", "2", "JOB", false),
                                        item("TWICE", "3", "JOB", false),
                                        item("TWICE", "4", "JOB", false))))
                .then()
                .statusCode(201)
                .body("successful_imported_variables.name", contains("TWICE"))
                .body("successful_imported_variables.value", contains("3"))
                .body("skipped_variables.name", contains("OLD", "TWICE"))
                .body("skipped_variables[0].reason", containsString("already"));
        get("/variable?parent_id=" + id + "&scope=JOB")
                .then()
                .body("results.find { it.key == 'OLD' }.value", equalTo("1"));
    }

    @Test
    void shouldNameWhatIsWrongWithAnImport() {
        String id = newService(Api.environment(), "job", lifecycleJob("seed"));

        post("/variable/import", Map.of())
                .then()
                .statusCode(400)
                .body("message", containsString("'service_id'"))
                .body("message", containsString("'service_type'"))
                .body("message", containsString("'vars'"));
        post(
                        "/variable/import?service_id=" + id + "&service_type=JOB",
                        Map.of("overwrite", false, "vars", List.of(Map.of("scope", "BUILT_IN"))))
                .then()
                .statusCode(400)
                .body("message", containsString("'vars[0].name'"))
                .body("message", containsString("'vars[0].value'"))
                .body("message", containsString("'vars[0].scope'"))
                .body("message", containsString("'vars[0].is_secret'"));
        post(
                        "/variable/import?service_id=" + id + "&service_type=CONTAINER",
                        Map.of("overwrite", false, "vars", List.of()))
                .then()
                .statusCode(404);
        post("/variable/import?service_id=" + id + "&service_type=JOB", Map.of("overwrite", false, "vars", List.of()))
                .then()
                .statusCode(201)
                .body("successful_imported_variables", empty());
    }

    @Test
    void shouldTellWhoMayLogInToADatabase() {
        String id = newService(Api.environment(), "database", database("db"));

        get("/database/" + id + "/masterCredentials")
                .then()
                .statusCode(200)
                .body("host", equalTo("z" + id.substring(0, 8) + "-postgresql"))
                .body("port", equalTo(5432))
                .body("login", matchesPattern("[a-z][a-z0-9]+"))
                .body("password", matchesPattern("[A-Za-z0-9]{32}"));
        get("/database/" + UUID.randomUUID() + "/masterCredentials").then().statusCode(404);
    }

    private static Map<String, Object> item(String name, String value, String scope, boolean secret) {
        return Map.of("name", name, "value", value, "scope", scope, "is_secret", secret);
    }

    private static String path(String scope) {
        String project = Api.project();
        if (scope.equals("project")) {
            return "/project/" + project;
        }
        String environment = Api.environment(project);
        return switch (scope) {
            case "environment" -> "/environment/" + environment;
            case "application" -> "/application/" + newService(environment, scope, application("web"));
            case "container" -> "/container/" + newService(environment, scope, container("web"));
            default -> "/job/" + newService(environment, scope, lifecycleJob("seed"));
        };
    }
}
