package io.slipway.gateway.rest.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class AuthenticationIT {

    private static final String TOKENS = "/organization/" + Api.ORGANIZATION + "/apiToken";

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void shouldAnswerHealthChecksWithoutToken(String path) {
        given().get(path).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/organization",
                "/q/metrics",
                "/q/openapi",
                "/openapi.yaml",
                "/asyncapi.yaml",
                "/nothing/here",
                "/q/health/../metrics",
                "/q/health/..%2fmetrics",
                "/q/health/%2e%2e/metrics",
                "//organization",
                "/q/health;/organization"
            })
    void shouldRefuseEverythingElseWithoutToken(String path) {
        Response answer = given().urlEncodingEnabled(false).get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.jsonPath().getString("error")).isEqualTo("Unauthorized");
        assertThat(answer.jsonPath().getString("message"))
                .isEqualTo(answer.jsonPath().getString("detail"))
                .contains("API token");
        assertThat(answer.jsonPath().getInt("status")).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token slipway_wrong-wrong-wrong-wrong-wrong-wrong-wrong",
                "Bearer eyJhbGciOiJub25lIn0.e30.",
                "Basic c2xpcHdheTpzbGlwd2F5",
                "Token",
                "Token ",
                "Token ' or 1=1 --",
                "Token slipway_"
            })
    void shouldRefuseWhatIsNoValidToken(String header) {
        given().header("Authorization", header).get("/organization").then().statusCode(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token ", "Bearer ", "token ", "BEARER  "})
    void shouldAcceptEitherSchemeForTheSameToken(String scheme) {
        given().header("Authorization", scheme + GatewayResources.TOKEN)
                .get("/organization")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldShowATokenOnceAndKeepOnlyItsHash() {
        Response created = Api.post(TOKENS, Map.of("name", Api.unique("ci"), "description", "for CI"));
        String token = created.jsonPath().getString("token");
        String id = created.jsonPath().getString("id");

        created.then().statusCode(201);
        assertThat(token).matches("slipway_[A-Za-z0-9_-]{43}");
        assertThat(Api.get(TOKENS).asString()).contains(id).doesNotContain(token);
        given().header("Authorization", "Token " + token)
                .get("/organization")
                .then()
                .statusCode(200);
        Api.get(TOKENS)
                .then()
                .body("results.find { it.id == '" + id + "' }.last_used_at", matchesPattern(".*T.*\\.\\d{6}Z"));
    }

    @Test
    void shouldRefuseARevokedToken() {
        Response created = Api.post(TOKENS, Map.of("name", Api.unique("ci")));
        String token = created.jsonPath().getString("token");
        String id = created.jsonPath().getString("id");

        Api.delete(TOKENS + "/" + id).then().statusCode(204);

        given().header("Authorization", "Token " + token)
                .get("/organization")
                .then()
                .statusCode(401);
        Api.get(TOKENS).then().body("results.id", not(hasItem(id)));
        Api.delete(TOKENS + "/" + id).then().statusCode(404);
    }

    @Test
    void shouldRefuseATokenNameThatIsTaken() {
        String name = Api.unique("CI");
        Api.post(TOKENS, Map.of("name", name)).then().statusCode(201);

        Api.post(TOKENS, Map.of("name", name.toLowerCase(java.util.Locale.ROOT)))
                .then()
                .statusCode(409)
                .body("error", equalTo("Conflict"));
    }
}
