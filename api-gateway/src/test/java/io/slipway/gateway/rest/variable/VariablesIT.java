package io.slipway.gateway.rest.variable;

import static io.slipway.gateway.testing.Api.delete;
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
import static io.slipway.gateway.testing.Requests.without;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.events.variable.VariableNames;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class VariablesIT {

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldMakeValuesInEveryScopeAndListWhatAServiceSees() {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        String other = newService(environment, "application", application("other"));
        newVariable("PROJECT", project, "REGION", "eu");
        newVariable("ENVIRONMENT", environment, "STAGE", "test");
        newVariable("CONTAINER", web, "OWN", "1");
        newVariable("APPLICATION", other, "FOREIGN", "2");

        Map<String, Map<String, Object>> seen = seen("CONTAINER", web);

        assertThat(seen)
                .containsKeys("REGION", "STAGE", "OWN", "QOVERY_ENVIRONMENT_ID")
                .doesNotContainKey("FOREIGN");
        assertThat(seen.get("REGION"))
                .containsEntry("scope", "PROJECT")
                .containsEntry("variable_type", "VALUE")
                .containsEntry("value", "eu")
                .containsEntry("is_secret", false)
                .containsEntry("mount_path", null)
                .containsEntry("service_id", null)
                .containsEntry("overridden_variable", null)
                .containsEntry("aliased_variable", null);
        assertThat(seen.get("OWN"))
                .containsEntry("scope", "CONTAINER")
                .containsEntry("service_id", web)
                .containsEntry("service_name", "web")
                .containsEntry("service_type", "CONTAINER");
        assertThat(seen("PROJECT", project)).containsOnlyKeys("REGION");
        assertThat(seen("ENVIRONMENT", environment))
                .containsKeys("REGION", "STAGE")
                .doesNotContainKeys("OWN", "FOREIGN");
        assertThat(seen("BUILT_IN", web)).containsKey("QOVERY_PROJECT_ID").doesNotContainKeys("REGION", "OWN");
        get("/variable?scope=APPLICATION&parent_id=" + web).then().statusCode(404);
    }

    @Test
    void shouldNeverAnswerWithTheValueOfASecretAndKeepOnlyCiphertext() throws SQLException {
        String environment = Api.environment();
        String secret = "very-secret-" + UUID.randomUUID();
        Response created =
                post("/variable", with(variable("ENVIRONMENT", environment, "TOKEN", secret), "is_secret", true));
        String id = created.path("id");

        created.then().statusCode(201).body("value", nullValue()).body("is_secret", equalTo(true));
        String edited = "other-secret-" + UUID.randomUUID();
        Response changed = put("/variable/" + id, Map.of("key", "TOKEN", "value", edited));
        changed.then().statusCode(200).body("value", nullValue());
        String answers = created.asString()
                + changed.asString()
                + get("/variable?scope=ENVIRONMENT&parent_id=" + environment).asString();
        assertThat(answers).doesNotContain(secret).doesNotContain(edited);
        String kept = stored(id);
        assertThat(kept).isNotEmpty().doesNotContain("secret");
        assertThat(answers).doesNotContain(kept);
        assertThat(everything()).doesNotContain(secret).doesNotContain(edited);

        put("/variable/" + id, Map.of("key", "TOKEN", "description", "kept"))
                .then()
                .statusCode(200);
        assertThat(stored(id)).isEqualTo(kept);
    }

    @Test
    void shouldFilterSecrets() {
        String project = Api.project();
        newVariable("PROJECT", project, "A", "1");
        post("/variable", with(variable("PROJECT", project, "B", "2"), "is_secret", true));

        get("/variable?scope=PROJECT&is_secret=true&parent_id=" + project)
                .then()
                .body("results.key", equalTo(List.of("B")));
        get("/variable?scope=PROJECT&is_secret=false&parent_id=" + project)
                .then()
                .body("results.key", equalTo(List.of("A")));
    }

    @Test
    void shouldMakeFiles() {
        String environment = Api.environment();
        String web = newService(environment, "container", container("web"));
        Response created = post(
                "/variable",
                with(variable("ENVIRONMENT", environment, "CONFIG", "a: {{B}}\n"), "mount_path", "/etc/app/c.yml"));

        created.then()
                .statusCode(201)
                .body("variable_type", equalTo("FILE"))
                .body("mount_path", equalTo("/etc/app/c.yml"))
                .body("value", equalTo("a: {{B}}\n"));
        post(
                        "/variable/" + created.path("id") + "/override",
                        Map.of("value", "b", "override_scope", "CONTAINER", "override_parent_id", web))
                .then()
                .statusCode(201)
                .body("variable_type", equalTo("OVERRIDE"))
                .body("mount_path", equalTo("/etc/app/c.yml"))
                .body("overridden_variable.mount_path", equalTo("/etc/app/c.yml"))
                .body("overridden_variable.variable_type", equalTo("FILE"));
    }

    @Test
    void shouldMakeAliasesOfWiderScopesOnly() {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        String target = newVariable("PROJECT", project, "REGION", "eu");

        Response alias = alias(target, "LOCATION", "ENVIRONMENT", environment);
        alias.then()
                .statusCode(201)
                .body("key", equalTo("LOCATION"))
                .body("variable_type", equalTo("ALIAS"))
                .body("scope", equalTo("ENVIRONMENT"))
                .body("value", equalTo("REGION"))
                .body("aliased_variable.id", equalTo(target))
                .body("aliased_variable.key", equalTo("REGION"))
                .body("aliased_variable.value", equalTo("eu"))
                .body("aliased_variable.scope", equalTo("PROJECT"));
        String aliasId = alias.path("id");

        alias(aliasId, "PLACE", "CONTAINER", web)
                .then()
                .statusCode(400)
                .body("message", containsString("is an alias itself"));
        String own = newVariable("CONTAINER", web, "OWN", "1");
        alias(own, "X", "ENVIRONMENT", environment).then().statusCode(404);
        String ofEnvironment = newVariable("ENVIRONMENT", environment, "STAGE", "1");
        alias(ofEnvironment, "X", "ENVIRONMENT", environment)
                .then()
                .statusCode(400)
                .body("message", containsString("higher scope"));
        alias(ofEnvironment, "X", "PROJECT", project).then().statusCode(404);
        alias(target, "REGION2", "ENVIRONMENT", Api.environment()).then().statusCode(404);
        alias(target, "QOVERY_X", "ENVIRONMENT", environment).then().statusCode(400);
        alias(UUID.randomUUID().toString(), "X", "ENVIRONMENT", environment)
                .then()
                .statusCode(404);
        alias(target, "LOCATION", "ENVIRONMENT", environment).then().statusCode(409);

        put("/variable/" + aliasId, Map.of("key", "LOCATION", "value", "something"))
                .then()
                .statusCode(400)
                .body("message", containsString("'value' of an alias"));
        put("/variable/" + aliasId, Map.of("key", "PLACE", "value", "REGION"))
                .then()
                .statusCode(200)
                .body("key", equalTo("PLACE"));
    }

    @Test
    void shouldMakeAliasesOfBuiltInVariables() {
        String environment = Api.environment();
        String database = newService(environment, "database", database("db"));
        String web = newService(environment, "container", container("web"));
        String key = VariableNames.ofService("POSTGRESQL", database, "DATABASE_URL");
        String id = VariableNames.builtInId(database, key);

        alias(id, "DATABASE_URL", "CONTAINER", web)
                .then()
                .statusCode(201)
                .body("is_secret", equalTo(true))
                .body("value", nullValue())
                .body("aliased_variable.key", equalTo(key))
                .body("aliased_variable.scope", equalTo("BUILT_IN"))
                .body("aliased_variable.value", nullValue());
        override(id, "x", "CONTAINER", web).then().statusCode(400);
        put("/variable/" + id, Map.of("key", "X", "value", "y"))
                .then()
                .statusCode(400)
                .body("message", containsString("built-in"));
        delete("/variable/" + id).then().statusCode(400);
    }

    @Test
    void shouldMakeOverridesWithTheSameKey() {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        String target = newVariable("PROJECT", project, "REGION", "eu");
        Response override = override(target, "us", "ENVIRONMENT", environment);
        String id = override.path("id");

        override.then()
                .statusCode(201)
                .body("key", equalTo("REGION"))
                .body("value", equalTo("us"))
                .body("variable_type", equalTo("OVERRIDE"))
                .body("overridden_variable.id", equalTo(target))
                .body("overridden_variable.value", equalTo("eu"));
        override(target, "jp", "CONTAINER", web).then().statusCode(201);
        override(target, "x", "PROJECT", project).then().statusCode(400);
        override(target, "x", "ENVIRONMENT", environment).then().statusCode(409);
        put("/variable/" + id, Map.of("key", "OTHER", "value", "x"))
                .then()
                .statusCode(400)
                .body("message", equalTo("'key' of an override cannot be changed"));
        put("/variable/" + id, Map.of("key", "REGION", "value", "ca"))
                .then()
                .statusCode(200)
                .body("value", equalTo("ca"));

        put("/variable/" + target, Map.of("key", "AREA")).then().statusCode(200).body("value", equalTo("eu"));
        assertThat(seen("ENVIRONMENT", environment)).doesNotContainKey("REGION").containsKey("AREA");
        get("/variable?scope=CONTAINER&parent_id=" + web)
                .then()
                .body("results.findAll { it.key == 'AREA' }.size()", equalTo(3));
    }

    @Test
    void shouldKeepOverridesOfSecretsSecret() throws SQLException {
        String project = Api.project();
        String environment = Api.environment(project);
        String target = post("/variable", with(variable("PROJECT", project, "TOKEN", "a"), "is_secret", true))
                .path("id");
        String secret = "over-secret-" + UUID.randomUUID();

        Response override = override(target, secret, "ENVIRONMENT", environment);

        override.then().statusCode(201).body("is_secret", equalTo(true)).body("value", nullValue());
        assertThat(everything()).doesNotContain(secret);
    }

    @Test
    void shouldDeleteWhatPointsToADeletedVariable() {
        String project = Api.project();
        String environment = Api.environment(project);
        String web = newService(environment, "container", container("web"));
        String target = newVariable("PROJECT", project, "REGION", "eu");
        String override = override(target, "us", "ENVIRONMENT", environment).path("id");
        alias(override, "LOCATION", "CONTAINER", web).then().statusCode(201);
        alias(target, "PLACE", "ENVIRONMENT", environment).then().statusCode(201);
        newVariable("ENVIRONMENT", environment, "KEPT", "1");

        delete("/variable/" + target).then().statusCode(204);

        assertThat(seen("CONTAINER", web)).containsKey("KEPT").doesNotContainKeys("REGION", "LOCATION", "PLACE");
        delete("/variable/" + target).then().statusCode(404);
    }

    @Test
    void shouldShowTheOutputsOfJobsUnderTheirThreeNames() throws SQLException {
        String environment = Api.environment();
        String job = newService(environment, "job", lifecycleJob("seed"));
        String web = newService(environment, "container", container("web"));
        insertOutput(job, environment, "DB_NAME", false, "shop");
        insertOutput(job, environment, "DB_PASSWORD", true, "ciphertext-of-it");

        Map<String, Map<String, Object>> seen = seen("CONTAINER", web);

        String full = VariableNames.output(job, "DB_NAME");
        assertThat(seen.get(full))
                .containsEntry("id", VariableNames.outputVariableId(job, "DB_NAME"))
                .containsEntry("value", "shop")
                .containsEntry("scope", "BUILT_IN")
                .containsEntry("service_id", job)
                .containsEntry("service_type", "JOB");
        assertThat(seen).containsKey(VariableNames.outputConsoleAlias(job, "DB_NAME"));
        assertThat(seen.get("DB_NAME"))
                .containsEntry("variable_type", "ALIAS")
                .containsEntry("scope", "ENVIRONMENT")
                .containsEntry("value", full);
        assertThat(seen.get(VariableNames.output(job, "DB_PASSWORD"))).containsEntry("value", null);
        assertThat(get("/variable?scope=JOB&parent_id=" + job).asString()).doesNotContain("ciphertext-of-it");
        alias(VariableNames.outputVariableId(job, "DB_NAME"), "NAME", "CONTAINER", web)
                .then()
                .statusCode(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "A-B", "", "__A", "QOVERY_X", "a b", "ä", "A\u0000", "_A", "A=B"})
    void shouldRefuseKeysThatAreNotAllowed(String key) {
        post("/variable", variable("PROJECT", UUID.randomUUID().toString(), key, "x"))
                .then()
                .statusCode(400)
                .body("message", containsString("'key'"));
    }

    @Test
    void shouldNameEveryInvalidField() {
        Map<String, Object> request = new HashMap<>();
        request.put("key", 1);
        request.put("value", List.of());
        request.put("is_secret", "no");
        request.put("variable_scope", "BUILT_IN");
        request.put("variable_parent_id", "me");
        request.put("mount_path", "../x");
        request.put("description", "x".repeat(256));
        request.put("enable_interpolation_in_file", 1);
        request.put("secret_manager_access_id", UUID.randomUUID());

        String message =
                post("/variable", request).then().statusCode(400).extract().path("message");

        request.keySet().forEach(field -> assertThat(message).contains("'" + field + "'"));
        for (String field : List.of("key", "value", "is_secret", "variable_scope", "variable_parent_id")) {
            post("/variable", without(variable("PROJECT", UUID.randomUUID().toString(), "A", "b"), field))
                    .then()
                    .statusCode(400)
                    .body("message", equalTo("'" + field + "' is required"));
        }
        get("/variable?scope=NONSENSE&is_secret=maybe")
                .then()
                .statusCode(400)
                .body("message", containsString("'parent_id'"))
                .body("message", containsString("'scope'"))
                .body("message", containsString("'is_secret'"));
        put("/variable/" + UUID.randomUUID(), Map.of("value", "x"))
                .then()
                .statusCode(400)
                .body("message", equalTo("'key' is required"));
        put("/variable/" + UUID.randomUUID(), Map.of("key", "X")).then().statusCode(404);
    }

    @Test
    void shouldRefuseAKeyThatTheScopeHasAndKeepHostileValues() {
        String project = Api.project();
        String hostile = "'; drop table variable; -- \"{{X}}\" \\ \n ✨ $(rm -rf /)";
        newVariable("PROJECT", project, "A", hostile);

        post("/variable", variable("PROJECT", project, "A", "2")).then().statusCode(409);
        post("/variable", variable("PROJECT", project, "a", "2")).then().statusCode(201);
        assertThat(seen("PROJECT", project).get("A")).containsEntry("value", hostile);
        post("/variable", variable("PROJECT", project, "EMPTY", ""))
                .then()
                .statusCode(201)
                .body("value", equalTo(""));
    }

    private static String newVariable(String scope, String parent, String key, String value) {
        return post("/variable", variable(scope, parent, key, value))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Response alias(String target, String key, String scope, String parent) {
        return post(
                "/variable/" + target + "/alias", Map.of("key", key, "alias_scope", scope, "alias_parent_id", parent));
    }

    private static Response override(String target, String value, String scope, String parent) {
        return post(
                "/variable/" + target + "/override",
                Map.of("value", value, "override_scope", scope, "override_parent_id", parent));
    }

    private static Map<String, Map<String, Object>> seen(String scope, String parent) {
        List<Map<String, Object>> all = get("/variable?scope=" + scope + "&parent_id=" + parent)
                .then()
                .statusCode(200)
                .extract()
                .path("results");
        Map<String, Map<String, Object>> byKey = new HashMap<>();
        all.forEach(variable -> byKey.put((String) variable.get("key"), variable));
        return byKey;
    }

    private String stored(String id) throws SQLException {
        return query("select value from variable where id = '" + id + "'").getFirst();
    }

    /** Whatever text is in the tables that could hold a value. */
    private String everything() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table : List.of("variable", "service", "container_registry", "outbox", "api_token")) {
            all.addAll(query("select t::text from " + table + " t"));
        }
        return String.join("\n", all);
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private void insertOutput(String job, String environment, String name, boolean secret, String value)
            throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into job_output values (?::uuid, ?::uuid, ?, ?, ?, 1, now(), now())")) {
            insert.setString(1, job);
            insert.setString(2, environment);
            insert.setString(3, name);
            insert.setBoolean(4, secret);
            insert.setString(5, value);
            insert.executeUpdate();
        }
    }
}
