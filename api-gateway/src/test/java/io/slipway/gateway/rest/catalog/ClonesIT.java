package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Api.unique;
import static io.slipway.gateway.testing.Requests.application;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.database;
import static io.slipway.gateway.testing.Requests.lifecycleJob;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.variable;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of services and environments. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class ClonesIT {

    @Test
    void shouldCloneAServiceInItsEnvironmentWithStageAndAliases() {
        String environment = Api.environment();
        String id = newService(
                environment,
                "container",
                with(
                        container("web"),
                        "ports",
                        List.of(Map.of("internal_port", 80, "publicly_accessible", true)),
                        "storage",
                        List.of(Map.of("type", "FAST_SSD", "size", 3, "mount_point", "/data")),
                        "cpu",
                        700));
        String stage = post("/environment/" + environment + "/deploymentStage", Map.of("name", "extra"))
                .path("id");
        put("/deploymentStage/" + stage + "/service/" + id, Map.of()).then().statusCode(200);
        post("/variable", variable("CONTAINER", id, "MODE", "fast")).then().statusCode(201);
        String wide = post("/variable", variable("ENVIRONMENT", environment, "WIDE", "1"))
                .path("id");
        alias(wide, "CONTAINER", id, "NARROW");
        String own = "QOVERY_CONTAINER_Z" + id.substring(0, 8).toUpperCase(java.util.Locale.ROOT) + "_HOST_INTERNAL";
        alias(variableId("CONTAINER", id, own), "CONTAINER", id, "SELF");

        String copy = post("/container/" + id + "/clone", Map.of("name", "web2", "environment_id", environment))
                .then()
                .statusCode(202)
                .body("name", equalTo("web2"))
                .body("cpu", equalTo(700))
                .body("environment.id", equalTo(environment))
                .body("ports[0].internal_port", equalTo(80))
                .body("storage[0].size", equalTo(3))
                .body("storage[0].id", not(equalTo(get("/container/" + id).path("storage[0].id"))))
                .body("ports[0].id", not(equalTo(get("/container/" + id).path("ports[0].id"))))
                .extract()
                .path("id");

        assertThat(copy).isNotEqualTo(id);
        get("/service/" + copy + "/deploymentStage").then().body("id", equalTo(stage));
        get("/variable?parent_id=" + copy + "&scope=CONTAINER")
                .then()
                .body("results.key", hasItems("MODE", "NARROW", "SELF"))
                .body(
                        "results.find { it.key == 'SELF' }.aliased_variable.key",
                        containsString(copy.substring(0, 8).toUpperCase(java.util.Locale.ROOT)))
                .body("results.find { it.key == 'NARROW' }.aliased_variable.id", equalTo(wide));
        // The original is as it was.
        get("/variable?parent_id=" + id + "&scope=CONTAINER")
                .then()
                .body("results.find { it.key == 'SELF' }.aliased_variable.key", equalTo(own));
    }

    @Test
    void shouldCloneIntoAnotherProjectWithoutAliasesAndStage() {
        String environment = Api.environment();
        String id = newService(environment, "job", lifecycleJob("seed"));
        String stage = post("/environment/" + environment + "/deploymentStage", Map.of("name", "extra"))
                .path("id");
        put("/deploymentStage/" + stage + "/service/" + id, Map.of()).then().statusCode(200);
        String wide = post("/variable", with(variable("ENVIRONMENT", environment, "WIDE", "1"), "is_secret", true))
                .path("id");
        alias(wide, "JOB", id, "NARROW");
        post("/variable/" + wide + "/override", Map.of("value", "2", "override_scope", "JOB", "override_parent_id", id))
                .then()
                .statusCode(201);
        String other = Api.environment();

        String copy = post("/job/" + id + "/clone", Map.of("name", "seed", "environment_id", other))
                .then()
                .statusCode(202)
                .body("environment.id", equalTo(other))
                .body("job_type", equalTo("LIFECYCLE"))
                .extract()
                .path("id");

        get("/service/" + copy + "/deploymentStage").then().body("name", equalTo("1.DEFAULT JOB"));
        get("/variable?parent_id=" + copy + "&scope=JOB")
                .then()
                .body("results.key", hasItem("WIDE"))
                .body("results.key", not(hasItem("NARROW")))
                .body("results.find { it.key == 'WIDE' }.variable_type", equalTo("VALUE"))
                .body("results.find { it.key == 'WIDE' }.is_secret", equalTo(true));
    }

    @Test
    void shouldGiveAClonedDatabaseALoginOfItsOwn() {
        String environment = Api.environment();
        String id = newService(environment, "database", database("db"));

        String copy = post("/database/" + id + "/clone", Map.of("name", "db2", "environment_id", environment))
                .then()
                .statusCode(202)
                .body("version", equalTo("16"))
                .extract()
                .path("id");

        assertThat(login(environment, copy)).isNotEqualTo(login(environment, id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "container", "job", "database"})
    void shouldRefuseClonesThatCannotBe(String kind) {
        String environment = Api.environment();
        String id = newService(
                environment,
                kind,
                switch (kind) {
                    case "application" -> application("one");
                    case "container" -> container("one");
                    case "job" -> lifecycleJob("one");
                    default -> database("one");
                });
        String path = "/" + kind + "/" + id + "/clone";

        post(path, Map.of())
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"))
                .body("message", containsString("'environment_id'"));
        post(path, Map.of("name", "ONE", "environment_id", environment)).then().statusCode(409);
        post(path, Map.of("name", "two", "environment_id", UUID.randomUUID().toString()))
                .then()
                .statusCode(404);
        post("/" + kind + "/" + UUID.randomUUID() + "/clone", Map.of("name", "two", "environment_id", environment))
                .then()
                .statusCode(404);
        get("/environment/" + environment + "/services").then().body("results.id", containsInAnyOrder(id));
    }

    @Test
    void shouldCloneAnEnvironmentWithEverythingInIt() {
        String project = Api.project();
        String environment = Api.environment(project);
        String job = newService(environment, "job", lifecycleJob("seed"));
        String web = newService(environment, "application", application("web"));
        newService(environment, "database", database("db"));
        String stage = post("/environment/" + environment + "/deploymentStage", Map.of("name", "last"))
                .path("id");
        put("/deploymentStage/" + stage + "/service/" + web, Map.of()).then().statusCode(200);
        put("/deploymentStage/" + stage + "/service/" + web, Map.of("is_skipped", true))
                .then()
                .statusCode(200);
        String wide =
                post("/variable", variable("PROJECT", project, "WIDE", "1")).path("id");
        alias(wide, "APPLICATION", web, "NARROW");
        post("/variable", variable("ENVIRONMENT", environment, "LEVEL", "2"))
                .then()
                .statusCode(201);
        alias(variableId("JOB", job, "QOVERY_ENVIRONMENT_ID"), "ENVIRONMENT", environment, "WHERE");
        post("/application/" + web + "/deploymentRestriction", Map.of("mode", "MATCH", "type", "PATH", "value", "src/"))
                .then()
                .statusCode(201);

        String name = unique("copy");
        String copy = post("/environment/" + environment + "/clone", Map.of("name", name))
                .then()
                .statusCode(202)
                .body("name", equalTo(name))
                .body("project.id", equalTo(project))
                .body("mode", equalTo("DEVELOPMENT"))
                .extract()
                .path("id");

        get("/environment/" + copy + "/services").then().body("results.name", containsInAnyOrder("seed", "web", "db"));
        get("/environment/" + copy + "/deploymentStage")
                .then()
                .body("results.name", hasItem("last"))
                .body("results[4].services[0].is_skipped", equalTo(true));
        String copiedWeb = get("/environment/" + copy + "/application").path("results[0].id");
        get("/variable?parent_id=" + copiedWeb + "&scope=APPLICATION")
                .then()
                .body("results.key", hasItems("NARROW", "LEVEL", "WHERE"))
                .body("results.find { it.key == 'NARROW' }.aliased_variable.id", equalTo(wide))
                .body("results.find { it.key == 'WHERE' }.aliased_variable.value", equalTo(copy));
        get("/application/" + copiedWeb + "/deploymentRestriction")
                .then()
                .body("results.value", containsInAnyOrder("src/"));
        get("/environment/" + copy + "/status").then().body("state", equalTo("READY"));
    }

    @Test
    void shouldCloneAnEnvironmentIntoAnotherProjectAndMode() {
        String project = Api.project();
        String environment = Api.environment(project);
        String wide =
                post("/variable", variable("PROJECT", project, "WIDE", "1")).path("id");
        alias(wide, "ENVIRONMENT", environment, "NARROW");
        post(
                        "/variable/" + wide + "/override",
                        Map.of("value", "2", "override_scope", "ENVIRONMENT", "override_parent_id", environment))
                .then()
                .statusCode(201);
        String other = Api.project();

        String copy = post(
                        "/environment/" + environment + "/clone",
                        Map.of("name", "there", "project_id", other, "mode", "PREVIEW"))
                .then()
                .statusCode(202)
                .body("project.id", equalTo(other))
                .body("mode", equalTo("PREVIEW"))
                .extract()
                .path("id");

        get("/variable?parent_id=" + copy + "&scope=ENVIRONMENT&is_secret=false")
                .then()
                .body("results.key", hasItem("WIDE"))
                .body("results.key", not(hasItem("NARROW")))
                .body("results.find { it.key == 'WIDE' }.value", equalTo("2"));
    }

    @Test
    void shouldRefuseClonesOfEnvironmentsThatCannotBe() {
        String project = Api.project();
        String environment = Api.environment(project);
        String taken = get("/environment/" + environment).path("name");
        String path = "/environment/" + environment + "/clone";

        post(path, Map.of("mode", "LAB"))
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"))
                .body("message", containsString("'mode'"));
        post(path, Map.of("name", taken)).then().statusCode(409);
        post(path, Map.of("name", "x", "project_id", UUID.randomUUID().toString()))
                .then()
                .statusCode(404);
        post(path, Map.of("name", "x", "cluster_id", UUID.randomUUID().toString()))
                .then()
                .statusCode(400)
                .body("message", containsString("'cluster_id'"));
        post("/environment/" + UUID.randomUUID() + "/clone", Map.of("name", "x"))
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "job"})
    void shouldKeepRestrictions(String kind) {
        String environment = Api.environment();
        Map<String, Object> fromGit = with(
                lifecycleJob("seed"),
                "source",
                Map.of("docker", Map.of("git_repository", application("x").get("git_repository"))));
        String id = newService(environment, kind, kind.equals("job") ? fromGit : application("web"));
        String path = "/" + kind + "/" + id + "/deploymentRestriction";
        Map<String, Object> request = Map.of("mode", "EXCLUDE", "type", "PATH", "value", "docs/");
        get(path).then().statusCode(200).body("results", empty());

        String made = post(path, request)
                .then()
                .statusCode(201)
                .body("mode", equalTo("EXCLUDE"))
                .extract()
                .path("id");
        post(path, request).then().statusCode(409).body("message", containsString("already exists"));
        post(path, Map.of("mode", "BOTH", "value", "/docs"))
                .then()
                .statusCode(400)
                .body("message", containsString("'mode'"))
                .body("message", containsString("'type'"))
                .body("message", containsString("'value'"));
        put(path + "/" + made, with(request, "mode", "MATCH"))
                .then()
                .statusCode(200)
                .body("mode", equalTo("MATCH"));
        put(path + "/" + UUID.randomUUID(), request).then().statusCode(404);
        get(path).then().body("results.mode", containsInAnyOrder("MATCH"));
        delete(path + "/" + made).then().statusCode(204);
        delete(path + "/" + made).then().statusCode(404);
        get("/" + kind + "/" + UUID.randomUUID() + "/deploymentRestriction")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldRefuseRestrictionsOfWhatNoPushDeploys() {
        String id = newService(Api.environment(), "job", lifecycleJob("seed"));

        post("/job/" + id + "/deploymentRestriction", Map.of("mode", "MATCH", "type", "PATH", "value", "src"))
                .then()
                .statusCode(409);
    }

    private static void alias(String target, String scope, String parent, String key) {
        post("/variable/" + target + "/alias", Map.of("key", key, "alias_scope", scope, "alias_parent_id", parent))
                .then()
                .statusCode(201);
    }

    private static String variableId(String scope, String parent, String key) {
        return get("/variable?parent_id=" + parent + "&scope=" + scope)
                .path("results.find { it.key == '" + key + "' }.id");
    }

    private static String login(String environment, String database) {
        String key = "QOVERY_POSTGRESQL_Z" + database.substring(0, 8).toUpperCase(java.util.Locale.ROOT) + "_LOGIN";
        return get("/variable?parent_id=" + environment + "&scope=ENVIRONMENT")
                .path("results.find { it.key == '" + key + "' }.value");
    }
}
