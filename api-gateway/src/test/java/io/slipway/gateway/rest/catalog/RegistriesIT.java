package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.unique;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static io.slipway.gateway.testing.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
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
import jakarta.inject.Inject;
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
