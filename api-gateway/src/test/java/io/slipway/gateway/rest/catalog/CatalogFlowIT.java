package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Api.request;
import static io.slipway.gateway.testing.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Organizations, projects, environments and stages over HTTP. */
@QuarkusTest
@WithTestResource(GatewayResources.class)
class CatalogFlowIT {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";
    private static final String PROJECTS = "/organization/" + Api.ORGANIZATION + "/project";

    @Test
    void shouldHaveADefaultOrganizationWithALocalRegistry() {
        get("/organization")
                .then()
                .statusCode(200)
                .body("results.id", hasItem(Api.ORGANIZATION))
                .body("results[0].plan", equalTo("FREE"))
                .body("results[0].created_at", matchesPattern(TIME));
        get("/organization/" + Api.ORGANIZATION).then().statusCode(200).body("name", equalTo("Default"));
        get("/organization/" + Api.ORGANIZATION + "/containerRegistry/" + Api.REGISTRY)
                .then()
                .statusCode(200)
                .body("kind", equalTo("DOCKER_HUB"))
                .body("url", equalTo("https://docker.io"));
    }

    @Test
    void shouldMakeEditAndDeleteAProject() {
        String name = unique("Shop");
        Response created = post(PROJECTS, Map.of("name", "  " + name + " ", "description", "sells"));
        String id = created.path("id");

        created.then()
                .statusCode(200)
                .body("name", equalTo(name))
                .body("description", equalTo("sells"))
                .body("organization.id", equalTo(Api.ORGANIZATION))
                .body("associated_environments_count", equalTo(0))
                .body("created_at", matchesPattern(TIME));
        get(PROJECTS).then().body("results.id", hasItem(id));

        put("/project/" + id, Map.of("name", name + "2")).then().statusCode(200).body("name", equalTo(name + "2"));
        delete("/project/" + id).then().statusCode(204);
        get("/project/" + id).then().statusCode(404).body("error", equalTo("Not Found"));
    }

    @Test
    void shouldRefuseAProjectNameThatIsTakenWhateverItsCase() {
        String name = unique("Straße");
        post(PROJECTS, Map.of("name", name)).then().statusCode(200);

        post(PROJECTS, Map.of("name", name.toUpperCase(Locale.ROOT).replace("SS", "ß")))
                .then()
                .statusCode(409)
                .body("message", containsString("already taken"))
                .body("status", equalTo(409))
                .body("path", equalTo(PROJECTS));
    }

    @Test
    void shouldRefuseToDeleteAProjectThatHasEnvironments() {
        String project = Api.project();
        Api.environment(project);

        delete("/project/" + project).then().statusCode(409).body("message", containsString("1 environment"));
        get("/project/" + project).then().body("associated_environments_count", equalTo(1));
    }

    @Test
    void shouldMakeAnEnvironmentWithTheFourDefaultStages() {
        String project = Api.project();
        Response created = post("/project/" + project + "/environment", Map.of("name", "staging", "mode", "STAGING"));
        String id = created.path("id");

        created.then()
                .statusCode(201)
                .body("name", equalTo("staging"))
                .body("mode", equalTo("STAGING"))
                .body("project.id", equalTo(project))
                .body("organization.id", equalTo(Api.ORGANIZATION))
                .body("cloud_provider.provider", equalTo("ON_PREMISE"))
                .body("cluster_name", equalTo("local"));
        get("/environment/" + id)
                .then()
                .statusCode(200)
                .body("id", equalTo(id))
                .body("cluster_id", equalTo(created.path("cluster_id")));
        get("/environment/" + id + "/deploymentStage")
                .then()
                .statusCode(200)
                .body(
                        "results.name",
                        contains("0.DEFAULT DATABASE", "1.DEFAULT JOB", "2.DEFAULT CONTAINER", "3.DEFAULT APPLICATION"))
                .body("results.deployment_order", contains(0, 1, 2, 3))
                .body("results[0].services", equalTo(List.of()))
                .body("results[0].environment.id", equalTo(id));
    }

    @Test
    void shouldEditAnEnvironmentAndKeepWhatIsNotNamed() {
        String project = Api.project();
        String id = Api.environment(project);
        String other = Api.environment(project);
        String otherName = get("/environment/" + other).path("name");

        put("/environment/" + id, Map.of("mode", "PRODUCTION"))
                .then()
                .statusCode(200)
                .body("mode", equalTo("PRODUCTION"));
        put("/environment/" + id, Map.of("name", "renamed"))
                .then()
                .statusCode(200)
                .body("name", equalTo("renamed"))
                .body("mode", equalTo("PRODUCTION"));
        put("/environment/" + id, Map.of("name", otherName.toUpperCase(Locale.ROOT)))
                .then()
                .statusCode(409);
        get("/project/" + project + "/environment").then().body("results.name", hasItem("renamed"));
    }

    @Test
    void shouldNameEveryInvalidFieldOfAnEnvironment() {
        String project = Api.project();

        post("/project/" + project + "/environment", Map.of("name", 7, "mode", "PREVIEW", "cluster", "here"))
                .then()
                .statusCode(400)
                .body("message", containsString("'name' must be text"))
                .body("message", containsString("'mode' must be one of [DEVELOPMENT, PRODUCTION, STAGING]"))
                .body("message", containsString("'cluster' must be a UUID"));
        post("/project/" + project + "/environment", Map.of("name", "x", "cluster", UUID.randomUUID()))
                .then()
                .statusCode(400)
                .body("message", containsString("'cluster'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "{}", "{\"name\":null}"})
    void shouldTreatAnEmptyBodyAsNoFields(String body) {
        request()
                .contentType("application/json")
                .body(body)
                .post(PROJECTS)
                .then()
                .statusCode(400)
                .body("message", equalTo("'name' is required"));
        request()
                .contentType("application/x-www-form-urlencoded")
                .post(PROJECTS)
                .then()
                .statusCode(400)
                .body("message", equalTo("'name' is required"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=x", "[]", "\"text\"", "{\"name\":", "{\"name\":\"x\"} {}", "<name/>", "\u0000"})
    void shouldRefuseWhatIsNoJsonObject(String body) {
        request()
                .contentType("application/json")
                .body(body)
                .post(PROJECTS)
                .then()
                .statusCode(400)
                .body("message", containsString("'body'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Robert'); drop table project;--",
                "\"quoted\" 'name' \\ back",
                "名前 ✨ naïve",
                "../../etc/passwd",
                "<script>alert(1)</script>",
                "{{SECRET}}",
                "%s%n%x"
            })
    void shouldKeepHostileNamesAsTheyAre(String name) {
        String full = unique(name);
        String id = post(PROJECTS, Map.of("name", full)).path("id");

        assertThat(get("/project/" + id).<String>path("name")).isEqualTo(full);
        String environment =
                post("/project/" + id + "/environment", Map.of("name", full)).path("id");
        assertThat(get("/environment/" + environment).<String>path("name")).isEqualTo(full);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "line\nbreak", "\ud800", "\u001b[31m"})
    void shouldRefuseNamesThatCannotBeKept(String name) {
        request()
                .contentType("application/json")
                .body("{\"name\":\"" + escaped(name) + "\"}")
                .post(PROJECTS)
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"));
    }

    @Test
    void shouldRefuseANameThatIsTooLong() {
        post(PROJECTS, Map.of("name", "x".repeat(300)))
                .then()
                .statusCode(400)
                .body("message", equalTo("'name' must not be longer than 255 characters"));
        post(PROJECTS, Map.of("name", unique("x".repeat(240)))).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/organization/%s",
                "/organization/%s/project",
                "/organization/%s/containerRegistry",
                "/organization/%s/apiToken",
                "/project/%s",
                "/project/%s/environment",
                "/environment/%s",
                "/environment/%s/deploymentStage",
                "/environment/%s/services",
                "/environment/%s/application",
                "/environment/%s/container",
                "/environment/%s/job",
                "/environment/%s/database",
                "/deploymentStage/%s",
                "/application/%s",
                "/container/%s",
                "/job/%s",
                "/database/%s",
                "/service/%s/deploymentStage",
                "/variable?scope=PROJECT&parent_id=%s",
                "/variable?scope=JOB&parent_id=%s",
                "/variable?scope=BUILT_IN&parent_id=%s"
            })
    void shouldAnswer404ForUnknownIds(String path) {
        get(path.formatted(UUID.randomUUID()))
                .then()
                .statusCode(404)
                .contentType("application/json")
                .body("status", equalTo(404))
                .body("message", containsString("There is no"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/project/nonsense", "/environment/1", "/no/such/path", "/deploymentStage/'"})
    void shouldAnswer404ForPathsThatLeadNowhere(String path) {
        get(path).then().statusCode(404).contentType("application/json").body("error", equalTo("Not Found"));
    }

    @Test
    void shouldAnswer405InJson() {
        delete("/organization").then().statusCode(405).body("error", equalTo("Method Not Allowed"));
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }
}
