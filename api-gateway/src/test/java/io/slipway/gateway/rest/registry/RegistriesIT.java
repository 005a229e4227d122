package io.slipway.gateway.rest.registry;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Api.unique;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.gateway.testing.Requests;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class RegistriesIT {

    private static final String REGISTRIES = "/organization/" + Api.ORGANIZATION + "/containerRegistry";

    @Inject
    AgroalDataSource dataSource;

    @Test
    void shouldKeepAPasswordToItself() throws SQLException {
        String password = "registry-secret-" + UUID.randomUUID();
        Response created = post(
                REGISTRIES,
                Map.of(
                        "name",
                        unique("private"),
                        "kind",
                        "GENERIC_CR",
                        "url",
                        "https://registry.example:5000/",
                        "config",
                        Map.of("username", "bob", "password", password)));
        String id = created.path("id");

        created.then()
                .statusCode(201)
                .body("kind", equalTo("GENERIC_CR"))
                .body("url", equalTo("https://registry.example:5000"))
                .body("associated_services_count", equalTo(0))
                .body("cluster.name", equalTo("local"))
                .body("config.username", equalTo("bob"))
                .body("config", not(hasKey("password")));
        String kept = password(id);
        String answers = created.asString()
                + get(REGISTRIES).asString()
                + get(REGISTRIES + "/" + id).asString();
        assertThat(kept).isNotEmpty().doesNotContain(password);
        assertThat(answers).doesNotContain(password).doesNotContain(kept);

        newService(Api.environment(), "container", with(container("web"), "registry_id", id));
        get(REGISTRIES + "/" + id).then().body("associated_services_count", equalTo(1));
        get(REGISTRIES).then().body("results.id", hasItem(id));
    }

    @Test
    void shouldRefuseANameThatIsTaken() {
        String name = unique("Hub");
        Map<String, Object> request = Map.of("name", name, "kind", "DOCKER_HUB", "config", Map.of());
        post(REGISTRIES, request).then().statusCode(201).body("url", equalTo("https://docker.io"));

        post(REGISTRIES, with(request, "name", name.toLowerCase(Locale.ROOT)))
                .then()
                .statusCode(409);
    }

    @ParameterizedTest
    @CsvSource({
        "DOCKER_HUB, https://other.example",
        "GITHUB_CR, https://docker.io",
        "GENERIC_CR,",
        "GENERIC_CR, registry.example",
        "GENERIC_CR, ftp://registry.example",
        "GENERIC_CR, https://bob:secret@registry.example",
        "GENERIC_CR, https://registry.example/?x=y",
        "ECR, file:///etc/passwd"
    })
    void shouldRefuseAnUrlThatDoesNotFit(String kind, String url) {
        Map<String, Object> request = Map.of("name", unique("x"), "kind", kind, "config", Map.of());

        post(REGISTRIES, url == null ? request : with(request, "url", url))
                .then()
                .statusCode(400)
                .body("message", containsString("'url'"));
    }

    @Test
    void shouldNameEveryInvalidField() {
        post(REGISTRIES, Map.of("name", " ", "kind", "HARBOR", "config", "none"))
                .then()
                .statusCode(400)
                .body("message", containsString("'name'"))
                .body("message", containsString("'kind'"))
                .body("message", containsString("'config'"));
        post(REGISTRIES, Map.of())
                .then()
                .statusCode(400)
                .body("message", equalTo("'name' is required; 'kind' is required; 'config' is required"));
        get(REGISTRIES + "/" + UUID.randomUUID()).then().statusCode(404);
    }

    @Test
    void shouldEditARegistryAndKeepItsPasswordUnlessTheUserChanges() throws SQLException {
        Map<String, Object> request = Map.of(
                "name",
                unique("private"),
                "kind",
                "GENERIC_CR",
                "url",
                "https://registry.invalid",
                "config",
                Map.of("username", "bob", "password", "first"));
        String id = post(REGISTRIES, request).then().statusCode(201).extract().path("id");
        String environment = Api.environment();
        newService(environment, "container", with(container("web"), "registry_id", id));

        put(REGISTRIES + "/" + id, with(request, "description", "new", "config", Map.of("username", "bob")))
                .then()
                .statusCode(200)
                .body("description", equalTo("new"))
                .body("associated_services_count", equalTo(1));
        assertThat(password(id)).isNotNull();

        put(REGISTRIES + "/" + id, with(request, "config", Map.of("username", "eve")))
                .then()
                .statusCode(200);
        assertThat(password(id)).isNull();
        put(REGISTRIES + "/" + id, with(request, "name", "LOCAL")).then().statusCode(409);
        put(REGISTRIES + "/" + id, Map.of()).then().statusCode(400).body("message", containsString("'config'"));
        put(REGISTRIES + "/" + UUID.randomUUID(), request).then().statusCode(404);
    }

    @Test
    void shouldDeleteOnlyARegistryThatNoServiceUses() {
        String id = post(REGISTRIES, Map.of("name", unique("hub"), "kind", "DOCKER_HUB", "config", Map.of()))
                .path("id");
        String environment = Api.environment();
        String service = newService(environment, "job", cronJob("tick", id));

        delete(REGISTRIES + "/" + id).then().statusCode(409).body("message", containsString("1 service"));
        get(REGISTRIES + "/" + id + "/associatedServices")
                .then()
                .statusCode(200)
                .body("results.service_id", contains(service))
                .body("results[0].service_type", equalTo("CRON"))
                .body("results[0].environment_id", equalTo(environment));

        String unused = post(REGISTRIES, Map.of("name", unique("hub"), "kind", "DOCKER_HUB", "config", Map.of()))
                .path("id");
        delete(REGISTRIES + "/" + unused).then().statusCode(204);
        delete(REGISTRIES + "/" + unused).then().statusCode(404);
        get(REGISTRIES + "/" + unused + "/associatedServices").then().statusCode(404);
    }

    @Test
    void shouldTestCredentialsAndListTheImagesOfARegistry() throws IOException {
        try (FakeRegistry registry = FakeRegistry.start("bob", "right")) {
            Map<String, Object> request = Map.of("name", unique("fake"), "kind", "GENERIC_CR", "url", registry.url());
            post(REGISTRIES, with(request, "config", Map.of("username", "bob", "password", "wrong")))
                    .then()
                    .statusCode(400)
                    .body("message", containsString("'config'"));

            String id = post(REGISTRIES, with(request, "config", Map.of("username", "bob", "password", "right")))
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");

            get(REGISTRIES + "/" + id + "/images?imageName=team/web")
                    .then()
                    .statusCode(200)
                    .body("results.image_name", contains("team/web"))
                    .body("results[0].versions", contains("1.0", "1.1"));
            get(REGISTRIES + "/" + id + "/images?search=web")
                    .then()
                    .statusCode(200)
                    .body("results.image_name", contains("team/web"));
            get(REGISTRIES + "/" + id + "/images?imageName=team/none")
                    .then()
                    .statusCode(200)
                    .body("results", empty());
            get(REGISTRIES + "/" + id + "/images?imageName=..%2F..").then().statusCode(400);
        }
    }

    private static Map<String, Object> cronJob(String name, String registry) {
        return with(Requests.cronJob(name), "source", Map.of("image", with(Requests.image(), "registry_id", registry)));
    }

    private String password(String id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select password from container_registry where id = '" + id + "'")) {
            row.next();
            return row.getString(1);
        }
    }
}
