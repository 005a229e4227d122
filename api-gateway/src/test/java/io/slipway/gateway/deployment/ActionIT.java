package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.Action;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.ServiceVersion;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.testing.Api;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ActionIT extends DeploymentTest {

    private static final String UNKNOWN = "/" + UUID.randomUUID();

    @Test
    void shouldAnswerTheDeploymentOfAnEnvironmentWithBothKindsOfStatus() {
        Shop shop = new Shop();

        Response answer = act(shop.path("/deploy"));

        DeployRequested request = request(shop, 1);
        JsonPath body = answer.then().statusCode(202).extract().jsonPath();
        assertThat(body.getString("id")).isEqualTo(shop.environment);
        assertThat(body.getString("state")).isEqualTo("QUEUED");
        assertThat(body.getString("last_deployment_state")).isEqualTo("QUEUED");
        assertThat(body.getString("deployment_status")).isEqualTo("NEVER_DEPLOYED");
        assertThat(body.getString("service_deployment_status")).isEqualTo("NEVER_DEPLOYED");
        assertThat(body.getBoolean("is_part_last_deployment")).isTrue();
        assertThat(body.getMap("status_details"))
                .isEqualTo(Map.of("action", "DEPLOY", "status", "QUEUED", "sub_action", "NONE"));
        assertThat(body.getString("deployment_request_id")).isEqualTo(request.requestId());
        assertThat(body.getInt("deployment_requests_count")).isEqualTo(1);
        assertThat(body.getString("origin")).isEqualTo("API");
        assertThat(body.getMap("steps")).containsKeys("total_duration_sec", "total_computing_duration_sec", "details");

        EnvironmentSpec spec = published().last(TopicCatalog.ENVIRONMENT_SPEC, shop.environment, 1);
        assertThat(request.action()).isEqualTo(Action.DEPLOY);
        assertThat(request.environmentId()).isEqualTo(shop.environment);
        assertThat(request.environmentWide()).isTrue();
        assertThat(request.specVersion()).isEqualTo(spec.version());
        assertThat(request.requestedBy().origin()).isEqualTo(Origin.API);
        assertThat(request.requestedBy().user()).isNotBlank();
        assertThat(body.getString("triggered_by"))
                .isEqualTo(request.requestedBy().user());
    }

    @ParameterizedTest
    @CsvSource({"redeploy, REDEPLOY, QUEUED", "stop, STOP, STOP_QUEUED"})
    void shouldAnswerOtherActionsOnAnEnvironmentWithItsStatus(String path, Action action, String state) {
        Shop shop = new Shop();
        deployed(shop);

        JsonPath body =
                act(shop.path("/" + path)).then().statusCode(202).extract().jsonPath();

        DeployRequested request = request(shop, 2);
        assertThat(request.action()).isEqualTo(action);
        assertThat(body.getString("state")).isEqualTo(state);
        assertThat(body.getString("last_deployment_state")).isEqualTo(state);
        assertThat(body.getString("deployment_request_id")).isEqualTo(request.requestId());
        assertThat(body.getMap("")).doesNotContainKeys("status_details", "steps");
    }

    @Test
    void shouldUninstallAnEnvironmentWithAnEmptyAnswer() {
        Shop shop = new Shop();
        assertThat(act(shop.path("/uninstall")).then().statusCode(202).extract().asString())
                .as("nothing was ever deployed")
                .isEqualTo("{}");
        deployed(shop);

        assertThat(act(shop.path("/uninstall")).then().statusCode(202).extract().asString())
                .isEqualTo("{}");

        assertThat(request(shop, 2).action()).isEqualTo(Action.UNINSTALL);
    }

    @Test
    void shouldDeleteOnceAndAnswerNothing() {
        Shop shop = new Shop();

        assertThat(Api.delete(shop.path("")).then().statusCode(204).extract().asString())
                .isEmpty();
        Api.delete(shop.path("?skipReconcile=true")).then().statusCode(204);

        assertThat(published()
                        .last(TopicCatalog.DEPLOY_REQUESTED, shop.environment, 1)
                        .action())
                .isEqualTo(Action.DELETE);
        assertThat(json(shop.path("/status")).getString("state")).isEqualTo("DELETE_QUEUED");
        assertThat(json("/container/" + shop.container + "/status").getInt("deployment_requests_count"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "application, deploy, DEPLOY, QUEUED",
        "application, redeploy, REDEPLOY, QUEUED",
        "application, stop, STOP, STOP_QUEUED",
        "application, restart-service, RESTART, RESTART_QUEUED",
        "application, uninstall, UNINSTALL, DELETE_QUEUED",
        "container, deploy, DEPLOY, QUEUED",
        "container, redeploy, REDEPLOY, QUEUED",
        "container, stop, STOP, STOP_QUEUED",
        "container, restart-service, RESTART, RESTART_QUEUED",
        "container, uninstall, UNINSTALL, DELETE_QUEUED",
        "database, deploy, DEPLOY, QUEUED",
        "database, redeploy, REDEPLOY, QUEUED",
        "database, stop, STOP, STOP_QUEUED",
        "database, restart-service, RESTART, RESTART_QUEUED",
        "database, uninstall, UNINSTALL, DELETE_QUEUED",
        "job, deploy, DEPLOY, QUEUED",
        "job, redeploy, REDEPLOY, QUEUED",
        "job, uninstall, UNINSTALL, DELETE_QUEUED"
    })
    void shouldAnswerActionsOnAServiceWithItsStatus(String type, String path, Action action, String state) {
        Shop shop = new Shop();
        deployed(shop);
        String id = id(shop, type);

        JsonPath body = act("/" + type + "/" + id + "/" + path)
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        DeployRequested request = request(shop, 2);
        assertThat(request.action()).isEqualTo(action);
        assertThat(request.serviceIds()).containsExactly(id);
        assertThat(request.versions()).isEmpty();
        assertThat(body.getMap(""))
                .containsOnlyKeys(
                        "id",
                        "state",
                        "service_deployment_status",
                        "last_deployment_date",
                        "is_part_last_deployment",
                        "steps",
                        "execution_id",
                        "status_details",
                        "deployment_request_id",
                        "deployment_requests_count");
        assertThat(body.getString("id")).isEqualTo(id);
        assertThat(body.getString("state")).isEqualTo(state);
        assertThat(body.getString("deployment_request_id")).isEqualTo(request.requestId());
        assertThat(body.getInt("deployment_requests_count")).isEqualTo(1);
        assertThat(json("/" + type + "/" + id + "/status").getString("state")).isEqualTo(state);
        assertThat(json(shop.path("/status")).getString("last_deployment_state"))
                .isEqualTo(state);
    }

    @Test
    void shouldPauseACronJob() {
        Shop shop = new Shop();
        deployed(shop);

        JsonPath body = act("/job/" + shop.cron + "/stop")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();

        assertThat(body.getString("state")).isEqualTo("STOP_QUEUED");
        DeployRequested request = request(shop, 2);
        assertThat(request.action()).isEqualTo(Action.STOP);
        assertThat(request.serviceIds()).containsExactly(shop.cron);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "container", "database", "job"})
    void shouldDeleteAServiceAndAnswerNothing(String type) {
        Shop shop = new Shop();

        Api.delete("/" + type + "/" + id(shop, type)).then().statusCode(204);

        DeployRequested request = request(shop, 1);
        assertThat(request.action()).isEqualTo(Action.DELETE);
        assertThat(request.serviceIds()).containsExactly(id(shop, type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "container", "database", "job"})
    void shouldHaveNothingToUninstallOfAServiceThatWasNeverDeployed(String type) {
        Shop shop = new Shop();

        act("/" + type + "/" + id(shop, type) + "/uninstall").then().statusCode(204);

        assertThat(json(shop.path("/deploymentQueue")).getList("results")).isEmpty();
    }

    @Test
    void shouldDeployTheVersionThatIsGiven() {
        Shop shop = new Shop();

        Api.post("/application/" + shop.application + "/deploy", Map.of("git_commit_id", "abcdef0123"))
                .then()
                .statusCode(202);
        Api.post("/container/" + shop.container + "/deploy", Map.of("image_tag", "2.0"))
                .then()
                .statusCode(202);
        Api.post("/job/" + shop.job + "/deploy", Map.of("image_tag", "3.0"))
                .then()
                .statusCode(202);
        Api.post("/container/" + shop.container + "/deploy", Map.of()).then().statusCode(202);

        request(shop, 4);
        assertThat(published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment))
                .extracting(DeployRequested::versions)
                .containsExactly(
                        Map.of(shop.application, new ServiceVersion("abcdef0123", null)),
                        Map.of(shop.container, new ServiceVersion(null, "2.0")),
                        Map.of(shop.job, new ServiceVersion(null, "3.0")),
                        Map.of());
    }

    @Test
    void shouldNameEveryInvalidField() {
        Shop shop = new Shop();

        refused(
                Api.post("/job/" + shop.job + "/deploy", Map.of("image_tag", "1", "git_commit_id", "abcd")),
                400,
                "'git_commit_id' cannot be given: 'seed' is not built from git; 'git_commit_id' cannot be given"
                        + " together with 'image_tag'");
        refused(
                Api.post("/application/" + shop.application + "/deploy", Map.of("git_commit_id", "../../etc")),
                400,
                "'git_commit_id' must be a commit id: 4 to 64 hexadecimal digits");
        refused(
                Api.post("/container/" + shop.container + "/deploy", Map.of("image_tag", "no spaces")),
                400,
                "'image_tag' must be an image tag");
        refused(Api.post("/container/" + shop.container + "/deploy", List.of()), 400, "'body' must be a JSON object");
        refused(
                Api.request().post("/job/" + shop.job + "/deploy?forceEvent=NOW"),
                400,
                "'forceEvent' must be one of START, STOP, DELETE, CRON");
        refused(
                Api.post(
                        shop.path("/service/deploy"),
                        Map.of(
                                "applications",
                                List.of(Map.of("application_id", shop.container)),
                                "containers",
                                List.of(Map.of("id", shop.container, "image_tag", "-")))),
                400,
                "'applications[0].application_id' is no application of this environment;"
                        + " 'containers[0].image_tag' must be an image tag");
        refused(Api.post(shop.path("/service/stop"), Map.of()), 400, "'body' must name at least one service");
        refused(
                Api.post(shop.path("/service/stop"), Map.of("job_ids", List.of("x", shop.job))),
                400,
                "'job_ids[0]' must be a UUID");
        refused(
                Api.post(shop.path("/cancelDeployment"), Map.of("force_cancel", "yes")),
                400,
                "'force_cancel' must be true or false");
        assertThat(published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment))
                .isEmpty();
    }

    @Test
    void shouldActOnASubset() {
        Shop shop = new Shop();
        deployed(shop);

        JsonPath deploy = Api.post(
                        shop.path("/service/deploy"),
                        Map.of(
                                "applications",
                                List.of(Map.of("application_id", shop.application, "git_commit_id", "abcdef")),
                                "containers",
                                List.of(Map.of("id", shop.container)),
                                "jobs",
                                List.of(Map.of("id", shop.job, "image_tag", "9")),
                                "databases",
                                List.of(shop.database),
                                "helms",
                                List.of()))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        JsonPath restart = Api.post(
                        shop.path("/service/restart-service"),
                        Map.of("application_ids", List.of(shop.application), "database_ids", List.of(shop.database)))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        for (String action : List.of("stop", "delete", "uninstall")) {
            assertThat(Api.post(shop.path("/service/" + action), Map.of("container_ids", List.of(shop.container)))
                            .then()
                            .statusCode(200)
                            .extract()
                            .asString())
                    .isEmpty();
        }

        request(shop, 6);
        List<DeployRequested> requests = published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment);
        assertThat(requests.get(1).serviceIds())
                .containsExactly(shop.application, shop.container, shop.job, shop.database);
        assertThat(requests.get(1).versions())
                .isEqualTo(Map.of(
                        shop.application, new ServiceVersion("abcdef", null), shop.job, new ServiceVersion(null, "9")));
        assertThat(requests)
                .extracting(DeployRequested::action)
                .containsExactly(
                        Action.DEPLOY, Action.DEPLOY, Action.RESTART, Action.STOP, Action.DELETE, Action.UNINSTALL);
        assertThat(deploy.getString("deployment_request_id"))
                .isEqualTo(requests.get(1).requestId());
        assertThat(deploy.getString("deployment_status")).isNotNull();
        assertThat(restart.getMap("status_details")).isNotNull();
    }

    @Test
    void shouldRunAJobForAnEvent() {
        Shop shop = new Shop();

        JsonPath start = act("/job/" + shop.job + "/deploy?forceEvent=START")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        act("/job/" + shop.job + "/redeploy?forceEvent=DELETE").then().statusCode(202);
        act("/job/" + shop.cron + "/deploy?forceEvent=CRON").then().statusCode(202);
        refused(
                act("/job/" + shop.job + "/deploy?forceEvent=STOP"),
                409,
                "'seed' has nothing to run for the event STOP");
        refused(act("/job/" + shop.cron + "/deploy?forceEvent=START"), 409, "nothing to run for the event START");

        request(shop, 3);
        List<DeployRequested> requests = published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment);
        assertThat(requests).extracting(DeployRequested::action).containsOnly(Action.FORCE_RUN);
        assertThat(requests)
                .extracting(DeployRequested::jobEvent)
                .containsExactly(JobEvent.START, JobEvent.DELETE, JobEvent.CRON);
        assertThat(start.getString("state")).isEqualTo("QUEUED");
    }

    @Test
    void shouldRefuseWhatCanNeverRun() {
        Shop shop = new Shop();

        refused(act(shop.path("/stop")), 409, "the environment was never deployed: deploy first");
        refused(act(shop.path("/redeploy")), 409, "the environment was never deployed: deploy first");
        refused(act(shop.path("/cancelDeployment")), 409, "nothing is being deployed and nothing waits");
        refused(act("/container/" + shop.container + "/restart-service"), 409, "'web' was never deployed");
        assertThat(act("/job/" + shop.job + "/restart-service").statusCode()).isIn(404, 405);
        assertThat(published().of(TopicCatalog.DEPLOY_REQUESTED, shop.environment))
                .isEmpty();

        deployed(shop)
                .begin(ask(shop, shop.path("/stop"), 2), shop.database, shop.cron, shop.container, shop.application)
                .succeed(50);
        awaitState(shop, "STOPPED");
        refused(act(shop.path("/stop")), 409, "the environment is already stopped");
        refused(act("/container/" + shop.container + "/stop"), 409, "'web' is already stopped");
    }

    @ParameterizedTest
    @EnumSource(
            value = DeploymentState.class,
            names = {
                "READY",
                "DEPLOYED",
                "BUILD_ERROR",
                "DEPLOYMENT_ERROR",
                "STOPPED",
                "STOP_ERROR",
                "RESTARTED",
                "RESTART_ERROR",
                "DELETED",
                "DELETE_ERROR",
                "CANCELED"
            })
    void shouldDecideByTheStateOfTheService(DeploymentState state) {
        Map<Action, Shop> shops = new EnumMap<>(Action.class);
        // all of them get there at the same time: what takes long is the way through the topics
        for (Action action :
                List.of(Action.DEPLOY, Action.REDEPLOY, Action.STOP, Action.RESTART, Action.UNINSTALL, Action.DELETE)) {
            Shop shop = new Shop();
            act("/container/" + shop.container + "/deploy").then().statusCode(202);
            shops.put(action, shop);
        }
        for (Shop shop : shops.values()) {
            shop.pipeline(publisher)
                    .describe()
                    .begin(request(shop, 1), shop.container)
                    .service(shop.container, DeploymentState.DEPLOYING, 1)
                    .service(shop.container, state, 1)
                    .phase(state.isError() ? Phase.FAILED : Phase.SUCCEEDED);
        }
        for (Shop shop : shops.values()) {
            soon().until(() -> json("/container/" + shop.container + "/status")
                    .getString("state")
                    .equals(state.name()));
            soon().until(() -> !json(shop.path("/status")).getString("state").equals("DEPLOYING"));
        }

        shops.forEach((action, shop) -> {
            String service = "/container/" + shop.container;
            int code = switch (action) {
                case DEPLOY -> act(service + "/deploy").statusCode();
                case REDEPLOY -> act(service + "/redeploy").statusCode();
                case STOP -> act(service + "/stop").statusCode();
                case RESTART -> act(service + "/restart-service").statusCode();
                case UNINSTALL -> act(service + "/uninstall").statusCode();
                default -> Api.delete(service).statusCode();
            };

            assertThat(code).as("%s of a service that is %s", action, state).isEqualTo(expected(action, state));
        });
    }

    private static int expected(Action action, DeploymentState state) {
        if (action == Action.DELETE) {
            return 204;
        }
        if (action == Action.UNINSTALL && (state == DeploymentState.READY || state == DeploymentState.DELETED)) {
            return 204;
        }
        return state.allows(action) ? 202 : 409;
    }

    @Test
    void shouldQueueWhileADeploymentRuns() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.container);
        awaitState(shop, "DEPLOYING");

        DeployRequested stop = ask(shop, shop.path("/stop"), 2);
        DeployRequested restart = ask(shop, "/container/" + shop.container + "/restart-service", 3);
        JsonPath before = json(shop.path("/deploymentQueue"));
        pipeline.enqueue(stop).enqueue(restart);
        soon().until(() -> json("/environment/deploymentStatus?deploymentRequestId=" + stop.requestId())
                .getString("status")
                .equals("STOP_QUEUED"));
        JsonPath after = json(shop.path("/deploymentQueue"));

        assertThat(after.getList("results"))
                .isEqualTo(before.getList("results"))
                .hasSize(2);
        assertThat(after.getMap("results[0].identifier"))
                .isEqualTo(Map.of("deployment_request_id", stop.requestId(), "environment_id", shop.environment));
        assertThat(after.getMap("results[0].auditing_data"))
                .isEqualTo(Map.of("triggered_by", stop.requestedBy().user(), "origin", "API"));
        assertThat(after.getString("results[0].trigger_action")).isEqualTo("STOP");
        assertThat(after.getList("results[0].stages.services.flatten().identifier.name"))
                .as("the lifecycle job has nothing to run for STOP")
                .containsExactlyInAnyOrder("db", "tick", "web", "app");
        assertThat(after.getList("results[0].stages.status")).containsOnly("QUEUED");
        assertThat(after.getMap("results[0].stages.services.flatten().find { it.identifier.name == 'tick' }.details"))
                .isEqualTo(Map.of("job_type", "CRON"));
        assertThat(after.getString("results[1].trigger_action")).isEqualTo("RESTART");
        assertThat(json("/service/" + shop.container + "/deploymentQueue").getList("results"))
                .hasSize(2);
        JsonPath ofJob = json("/service/" + shop.job + "/deploymentQueue");
        assertThat(ofJob.getList("results")).isEmpty();
        JsonPath ofContainer = json("/service/" + shop.container + "/deploymentQueue");
        assertThat(ofContainer.getMap("results[1].identifier"))
                .isEqualTo(Map.of(
                        "deployment_request_id",
                        restart.requestId(),
                        "service_id",
                        shop.container,
                        "service_type",
                        "CONTAINER",
                        "name",
                        "web"));
        assertThat(ofContainer.getMap("results[1].status_details"))
                .isEqualTo(Map.of("action", "RESTART", "status", "QUEUED", "sub_action", "NONE"));
        assertThat(json("/container/" + shop.container + "/status").getInt("deployment_requests_count"))
                .isEqualTo(2);
    }

    @Test
    void shouldCancelOneRequestThatWaits() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.container);
        DeployRequested stop = ask(shop, shop.path("/stop"), 2);
        pipeline.enqueue(stop);
        soon().until(() -> pipelineShows(shop, stop));

        String path = "/deploymentQueue/" + stop.requestId() + "/cancelDeployment";
        assertThat(Api.post(path, Map.of()).then().statusCode(202).extract().asString())
                .isEmpty();
        refused(act(path), 409, "already being cancelled");

        CancelRequested cancel = published().last(TopicCatalog.CANCEL_REQUESTED, shop.environment, 1);
        assertThat(cancel.deploymentRequestId()).isEqualTo(stop.requestId());
        assertThat(cancel.force()).isFalse();
        pipeline.withdraw(stop.requestId());
        soon().until(() -> json("/environment/deploymentStatus?deploymentRequestId=" + stop.requestId())
                .getString("status")
                .equals("CANCELED"));
        refused(act(path), 409, "does not wait any more");
        refused(act("/deploymentQueue" + UNKNOWN + "/cancelDeployment"), 404, "There is no deployment request");
    }

    @Test
    void shouldCancelTheDeploymentThatRuns() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested deploy = ask(shop, shop.path("/deploy"), 1);
        pipeline.begin(deploy, shop.container);
        awaitState(shop, "DEPLOYING");

        JsonPath answer = act(shop.path("/cancelDeployment"))
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        assertThat(answer.getString("state")).isEqualTo("CANCELING");
        assertThat(json(shop.path("/status")).getString("state")).isEqualTo("CANCELING");
        refused(act(shop.path("/cancelDeployment")), 409, "already being cancelled");
        Api.post(shop.path("/cancelDeployment"), Map.of("force_cancel", true))
                .then()
                .statusCode(202);

        published().last(TopicCatalog.CANCEL_REQUESTED, shop.environment, 2);
        assertThat(published().of(TopicCatalog.CANCEL_REQUESTED, shop.environment))
                .extracting(CancelRequested::deploymentRequestId, CancelRequested::force)
                .containsExactly(tuple(deploy.requestId(), false), tuple(deploy.requestId(), true));
        pipeline.phase(Phase.CANCELING)
                .service(shop.container, DeploymentState.CANCELED, 1)
                .phase(Phase.CANCELED);
        awaitState(shop, "CANCELED");
        refused(act(shop.path("/cancelDeployment")), 409, "nothing");
        act(shop.path("/redeploy")).then().statusCode(202);
    }

    @Test
    void shouldHoldACancellationBackUntilItsTargetIsShown() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested deploy = ask(shop, shop.path("/deploy"), 1);

        act(shop.path("/cancelDeployment")).then().statusCode(202);
        assertThat(published().of(TopicCatalog.CANCEL_REQUESTED, shop.environment))
                .isEmpty();
        pipeline.begin(deploy, shop.container);

        CancelRequested cancel = published().last(TopicCatalog.CANCEL_REQUESTED, shop.environment, 1);
        assertThat(cancel.deploymentRequestId()).isEqualTo(deploy.requestId());
        assertThat(json(shop.path("/status")).getString("state")).isEqualTo("CANCELING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/environment/{id}/deploy",
                "/environment/{id}/stop",
                "/environment/{id}/redeploy",
                "/environment/{id}/uninstall",
                "/environment/{id}/cancelDeployment",
                "/application/{id}/deploy",
                "/container/{id}/stop",
                "/database/{id}/redeploy",
                "/job/{id}/deploy",
                "/container/{id}/restart-service"
            })
    void shouldNotKnowWhatDoesNotExist(String path) {
        refused(act(path.replace("{id}", UUID.randomUUID().toString())), 404, "There is no ");
    }

    @Test
    void shouldNotTakeAServiceForOneOfAnotherType() {
        Shop shop = new Shop();

        refused(act("/application/" + shop.container + "/deploy"), 404, "There is no application");
        Api.delete("/job/" + shop.database).then().statusCode(404);
        Api.get("/database/" + shop.job + "/status").then().statusCode(404);
    }

    private static boolean pipelineShows(Shop shop, DeployRequested request) {
        return json(shop.path("/deploymentQueue"))
                .getList("results.identifier.deployment_request_id")
                .equals(List.of(request.requestId()));
    }

    private static String id(Shop shop, String type) {
        return switch (type) {
            case "application" -> shop.application;
            case "container" -> shop.container;
            case "database" -> shop.database;
            default -> shop.job;
        };
    }

    static void refused(Response answer, int status, String message) {
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
        assertThat(answer.jsonPath().getString("message")).contains(message);
        assertThat(answer.jsonPath().getString("detail"))
                .isEqualTo(answer.jsonPath().getString("message"));
    }
}
