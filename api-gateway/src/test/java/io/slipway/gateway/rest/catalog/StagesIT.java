package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.delete;
import static io.slipway.gateway.testing.Api.get;
import static io.slipway.gateway.testing.Api.post;
import static io.slipway.gateway.testing.Api.put;
import static io.slipway.gateway.testing.Api.request;
import static io.slipway.gateway.testing.Requests.container;
import static io.slipway.gateway.testing.Requests.newService;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class StagesIT {

    @Test
    void shouldAppendAStageAndAnswer200() {
        String environment = Api.environment();

        post(stages(environment), Map.of("name", "SMOKE TESTS", "description", "last"))
                .then()
                .statusCode(200)
                .body("name", equalTo("SMOKE TESTS"))
                .body("description", equalTo("last"))
                .body("deployment_order", equalTo(4))
                .body("services", equalTo(List.of()));
        assertThat(names(environment)).hasSize(5).endsWith("SMOKE TESTS");
        post(stages(environment), Map.of("name", "smoke tests")).then().statusCode(409);
        post(stages(environment), Map.of("name", " ")).then().statusCode(400);
    }

    @Test
    void shouldRenameAStageAndKeepItTheDefaultOfItsType() {
        String environment = Api.environment();
        String stage = stage(environment, 2);

        put("/deploymentStage/" + stage, Map.of("name", "images"))
                .then()
                .statusCode(200)
                .body("name", equalTo("images"))
                .body("deployment_order", equalTo(2));
        get("/deploymentStage/" + stage).then().statusCode(200).body("name", equalTo("images"));
        put("/deploymentStage/" + stage, Map.of("name", "0.default database"))
                .then()
                .statusCode(409);
        String service = newService(environment, "container", container("web"));
        get("/service/" + service + "/deploymentStage").then().body("id", equalTo(stage));
    }

    @Test
    void shouldMoveStagesBeforeAndAfterOthers() {
        String environment = Api.environment();
        String first = stage(environment, 0);
        String last = stage(environment, 3);

        request()
                .put("/deploymentStage/" + last + "/moveBefore/" + first)
                .then()
                .statusCode(200)
                .body("results.deployment_order", contains(0, 1, 2, 3))
                .body("results[0].id", equalTo(last));
        assertThat(names(environment))
                .containsExactly("3.DEFAULT APPLICATION", "0.DEFAULT DATABASE", "1.DEFAULT JOB", "2.DEFAULT CONTAINER");
        request()
                .contentType("application/json")
                .body("{}")
                .put("/deploymentStage/" + last + "/moveAfter/" + first)
                .then()
                .statusCode(200);
        assertThat(names(environment))
                .containsExactly("0.DEFAULT DATABASE", "3.DEFAULT APPLICATION", "1.DEFAULT JOB", "2.DEFAULT CONTAINER");
        request().put("/deploymentStage/" + last + "/moveAfter/" + last).then().statusCode(200);
        request()
                .put("/deploymentStage/" + last + "/moveAfter/" + stage(Api.environment(), 0))
                .then()
                .statusCode(404);
    }

    @Test
    void shouldDeleteOnlyAnEmptyStageThatIsNotTheLast() {
        String environment = Api.environment();
        String containers = stage(environment, 2);
        newService(environment, "container", container("web"));

        delete("/deploymentStage/" + containers).then().statusCode(409).body("message", containsString("1 service(s)"));
        delete("/deploymentStage/" + stage(environment, 0)).then().statusCode(204);
        get(stages(environment)).then().body("results.deployment_order", contains(0, 1, 2));
        delete("/deploymentStage/" + stage(environment, 0)).then().statusCode(204);
        delete("/deploymentStage/" + stage(environment, 1)).then().statusCode(204);
        assertThat(names(environment)).containsExactly("2.DEFAULT CONTAINER");
        String empty = Api.environment();
        for (int i = 0; i < 3; i++) {
            delete("/deploymentStage/" + stage(empty, 0)).then().statusCode(204);
        }
        delete("/deploymentStage/" + stage(empty, 0))
                .then()
                .statusCode(409)
                .body("message", containsString("at least one stage"));
    }

    @Test
    void shouldPutANewServiceIntoTheLastStageWhenThatOfItsTypeIsGone() {
        String environment = Api.environment();
        delete("/deploymentStage/" + stage(environment, 2)).then().statusCode(204);

        String service = newService(environment, "container", container("web"));

        get("/service/" + service + "/deploymentStage").then().body("name", equalTo("3.DEFAULT APPLICATION"));
    }

    @Test
    void shouldMoveAndSkipServices() {
        String environment = Api.environment();
        String service = newService(environment, "container", container("web"));
        String home = stage(environment, 2);
        String other = stage(environment, 0);

        put("/deploymentStage/" + home + "/service/" + service, Map.of("is_skipped", true))
                .then()
                .statusCode(200)
                .body("results[2].services[0].service_id", equalTo(service))
                .body("results[2].services[0].is_skipped", equalTo(true));
        request()
                .put("/deploymentStage/" + other + "/service/" + service)
                .then()
                .statusCode(200)
                .body("results[0].services.service_id", contains(service))
                .body("results[0].services[0].is_skipped", equalTo(false))
                .body("results[2].services", equalTo(List.of()));
        put("/deploymentStage/" + home + "/service/" + service, Map.of("is_skipped", true))
                .then()
                .body("results[0].services[0].is_skipped", equalTo(true));
        put("/deploymentStage/" + home + "/service/" + service, Map.of("is_skipped", "yes"))
                .then()
                .statusCode(400)
                .body("message", equalTo("'is_skipped' must be true or false"));
    }

    @Test
    void shouldNotMoveServicesBetweenEnvironments() {
        String service = newService(Api.environment(), "container", container("web"));
        String foreign = stage(Api.environment(), 0);

        request()
                .put("/deploymentStage/" + foreign + "/service/" + service)
                .then()
                .statusCode(404);
        request()
                .put("/deploymentStage/" + foreign + "/service/" + UUID.randomUUID())
                .then()
                .statusCode(404);
        request()
                .put("/deploymentStage/" + UUID.randomUUID() + "/service/" + service)
                .then()
                .statusCode(404);
    }

    private static String stages(String environment) {
        return "/environment/" + environment + "/deploymentStage";
    }

    private static String stage(String environment, int index) {
        return get(stages(environment)).path("results[" + index + "].id");
    }

    private static List<String> names(String environment) {
        return get(stages(environment)).path("results.name");
    }
}
