package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.status.DeploymentState;
import io.slipway.gateway.testing.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New tags of images, the history in its first version, and logs of single services. */
@QuarkusTest
class AutoDeployIT extends DeploymentTest {

    private static final String ORGANIZATION = "/organization/" + Api.ORGANIZATION;

    @Test
    void shouldDeployContainersThatFollowAnImage() {
        Shop shop = new Shop();
        String image = follow("container", shop.container);

        JsonPath body = Api.post(ORGANIZATION + "/container/deploy", Map.of("image_name", image, "tag", "2.0"))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        DeployRequested request = request(shop, 1);
        assertThat(body.getString("id")).isEqualTo(shop.container);
        assertThat(body.getString("deployment_request_id")).isEqualTo(request.requestId());
        assertThat(request.action()).isEqualTo(Action.DEPLOY);
        assertThat(request.serviceIds()).containsExactly(shop.container);
        assertThat(request.versions()).isEqualTo(Map.of(shop.container, new ServiceVersion(null, "2.0")));
    }

    @Test
    void shouldDeployJobsThatFollowAnImage() {
        Shop shop = new Shop();
        String image = follow("job", shop.cron);

        Api.post(ORGANIZATION + "/job/deploy", Map.of("image_name", image, "tag", "2.0"))
                .then()
                .statusCode(202);

        assertThat(request(shop, 1).serviceIds()).containsExactly(shop.cron);
    }

    @Test
    void shouldLeaveAloneWhatHasTheTagAndWhatIsStopped() {
        Shop shop = new Shop();
        String image = follow("container", shop.container);
        FakePipeline pipeline = deployed(shop);

        JsonPath same = Api.post(ORGANIZATION + "/container/deploy", Map.of("image_name", image, "tag", "1.0"))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        assertThat(same.getString("deployment_request_id")).isNull();

        pipeline.begin(ask(shop, "/container/" + shop.container + "/stop", 2), shop.container)
                .succeed(2);
        soon().until(() -> json("/container/" + shop.container + "/status")
                .getString("state")
                .equals("STOPPED"));
        Api.post(ORGANIZATION + "/container/deploy", Map.of("image_name", image, "tag", "3.0"))
                .then()
                .statusCode(202);

        assertThat(published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment))
                .hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"container", "job"})
    void shouldNameWhatIsMissing(String kind) {
        String message = Api.post(ORGANIZATION + "/" + kind + "/deploy", Map.of())
                .then()
                .statusCode(400)
                .extract()
                .path("message");

        assertThat(message).contains("'image_name'").contains("'tag'");
        Api.post("/organization/" + UUID.randomUUID() + "/" + kind + "/deploy", Map.of("image_name", "a", "tag", "b"))
                .then()
                .statusCode(404);
    }

    @Test
    void shouldTellTheHistoryInItsFirstVersion() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        pipeline.begin(request, shop.database, shop.job, shop.cron, shop.container, shop.application)
                .service(shop.application, DeploymentState.BUILDING, 1)
                .service(shop.application, DeploymentState.DEPLOYED, 2, null, List.of(), "abcdef0")
                .succeed(10);
        soon().until(() ->
                !json(shop.path("/deploymentHistory")).getList("results").isEmpty()
                        && "DEPLOYED"
                                .equals(json(shop.path("/deploymentHistory")).getString("results[0].status")));

        JsonPath body = json(shop.path("/deploymentHistory"));
        assertThat(body.getInt("page")).isEqualTo(1);
        assertThat(body.getInt("page_size")).isEqualTo(20);
        assertThat(body.getString("results[0].id")).isEqualTo(request.requestId());
        assertThat(body.getString("results[0].triggered_by")).isNotBlank();
        assertThat(body.getString("results[0].origin")).isEqualTo("API");
        assertThat(body.getString("results[0].applications[0].commit.git_commit_id"))
                .isEqualTo("abcdef0");
        assertThat(body.getString("results[0].containers[0].image_name")).isEqualTo("demo/web");
        assertThat(body.getString("results[0].containers[0].tag")).isEqualTo("1.0");
        assertThat(body.getString("results[0].databases[0].status")).isEqualTo("DEPLOYED");
        assertThat(body.getList("results[0].jobs.schedule.event")).containsExactlyInAnyOrder("ON_START", "CRON");
        assertThat(body.getList("results[0].jobs.schedule.schedule_at")).contains("*/5 * * * *");
        assertThat(json(shop.path("/deploymentHistory?startId=" + request.requestId()))
                        .getList("results"))
                .isEmpty();
        Api.get("/environment/" + UUID.randomUUID() + "/deploymentHistory")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldShowWhatTheLogsSayAboutAService() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        pipeline.begin(request, shop.database, shop.job, shop.cron, shop.container, shop.application)
                .succeed(1);

        soon().until(() -> !json("/container/" + shop.container + "/log")
                .getList("results")
                .isEmpty());
        JsonPath lines = json("/container/" + shop.container + "/log");
        assertThat(lines.getList("results.version")).containsOnly(request.requestId());
        assertThat(lines.getString("results[0].message")).contains("DEPLOYED");
        soon().until(() -> !json("/application/" + shop.application + "/log")
                .getList("results")
                .isEmpty());
        Api.get("/container/" + shop.application + "/log").then().statusCode(404);
        Api.get("/application/" + UUID.randomUUID() + "/log").then().statusCode(404);
    }

    /** Makes a service follow an image that no other has. */
    private static String follow(String kind, String id) {
        String image = Api.unique("demo/follow");
        Map<String, Object> body =
                new LinkedHashMap<>(json("/" + kind + "/" + id).getMap(""));
        body.put("auto_deploy", true);
        if (kind.equals("job")) {
            body.put("source", Map.of("image", Map.of("image_name", image, "tag", "1.0", "registry_id", Api.REGISTRY)));
        } else {
            body.put("image_name", image);
        }
        Api.put("/" + kind + "/" + id, body).then().statusCode(200);
        return image;
    }
}
