package io.slipway.gateway.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** Calls the gateway as a client with a token does. */
public final class Api {

    /** The organization that every installation has. */
    public static final String ORGANIZATION = "00000000-0000-4000-8000-00000000000a";

    /** The registry that every installation has. */
    public static final String REGISTRY = "00000000-0000-4000-8000-00000000000b";

    private Api() {}

    /** A request with the test's token; what answers it is held against the contract. */
    public static RequestSpecification request() {
        return given().filter(new ContractFilter()).header("Authorization", "Token " + GatewayResources.TOKEN);
    }

    public static Response get(String path, Object... parameters) {
        return request().get(path, parameters);
    }

    public static Response delete(String path, Object... parameters) {
        return request().delete(path, parameters);
    }

    public static Response post(String path, Object body) {
        return request().contentType(ContentType.JSON).body(body).post(path);
    }

    public static Response put(String path, Object body) {
        return request().contentType(ContentType.JSON).body(body).put(path);
    }

    /** A name that no other test has. */
    public static String unique(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** The id of a new project. */
    public static String project() {
        return post("/organization/" + ORGANIZATION + "/project", Map.of("name", unique("project")))
                .then()
                .statusCode(200)
                .extract()
                .path("id");
    }

    /** The id of a new environment in {@code project}. */
    public static String environment(String project) {
        return post("/project/" + project + "/environment", Map.of("name", unique("env")))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The id of a new environment in a new project. */
    public static String environment() {
        return environment(project());
    }
}
