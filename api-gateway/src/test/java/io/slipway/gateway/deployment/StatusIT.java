package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRejected.Reason;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.Endpoint;
import io.slipway.gateway.testing.Api;
import io.slipway.kit.kafka.EventFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusIT extends DeploymentTest {

    private static final String RFC_3339_MICROS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @Test
    void shouldBeReadyBeforeTheFirstDeployment() {
        Shop shop = new Shop();

        JsonPath status = json(shop.path("/status"));
        JsonPath service = json("/container/" + shop.container + "/status");

        assertThat(status.getString("state")).isEqualTo("READY");
        assertThat(status.getString("last_deployment_state")).isEqualTo("READY");
        assertThat(status.getString("deployment_status")).isEqualTo("NEVER_DEPLOYED");
        assertThat(status.getMap("")).containsEntry("deployment_request_id", null);
        assertThat(status.getMap("")).doesNotContainKeys("origin", "last_deployment_date", "triggered_by");
        assertThat(service.getMap("")).isEqualTo(service("id", shop.container, "state", "READY"));
    }

    /** What a service that was never deployed answers, with the given members. */
    private static Map<String, Object> service(String... members) {
        Map<String, Object> steps = new LinkedHashMap<>();
        steps.put("total_duration_sec", null);
        steps.put("total_computing_duration_sec", 0);
        steps.put("details", List.of());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("service_deployment_status", "NEVER_DEPLOYED");
        body.put("is_part_last_deployment", false);
        body.put("steps", steps);
        body.put("status_details", Map.of("action", "UNKNOWN", "status", "NEVER", "sub_action", "NONE"));
        body.put("deployment_request_id", null);
        body.put("deployment_requests_count", 0);
        for (int i = 0; i < members.length; i += 2) {
            body.put(members[i], members[i + 1]);
        }
        return body;
    }

    @Test
    void shouldListStatusesInAllArraysOfTheContract() {
        Shop shop = new Shop();

        JsonPath statuses = json(shop.path("/statuses"));

        assertThat(statuses.getMap(""))
                .containsOnlyKeys(
                        "environment",
                        "applications",
                        "containers",
                        "jobs",
                        "databases",
                        "helms",
                        "terraforms",
                        "agentic_workflows");
        assertThat(statuses.getList("applications.id")).containsExactly(shop.application);
        assertThat(statuses.getList("containers.id")).containsExactly(shop.container);
        assertThat(statuses.getList("jobs.id")).containsExactlyInAnyOrder(shop.job, shop.cron);
        assertThat(statuses.getList("databases.id")).containsExactly(shop.database);
        assertThat(statuses.getList("helms")).isEmpty();
        assertThat(statuses.getList("terraforms")).isEmpty();
        for (String type : List.of("application", "container", "database", "job")) {
            assertThat(json(shop.path("/" + type + "/status")).getList("results.id"))
                    .isEqualTo(statuses.getList(type + "s.id"));
        }
    }

    @Test
    void shouldMoveAtOnceAndFollowThePipeline() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);

        JsonPath deployed = json(shop.path("/status"));
        assertThat(deployed.getString("last_deployment_state")).isEqualTo("DEPLOYED");
        assertThat(deployed.getString("last_deployment_id"))
                .isEqualTo(pipeline.deployment().id());
        assertThat(deployed.getString("last_deployment_date")).matches(RFC_3339_MICROS);
        assertThat(deployed.getInt("total_deployment_duration_in_seconds")).isGreaterThanOrEqualTo(0);
        assertThat(deployed.getString("origin")).isEqualTo("API");

        act(shop.path("/stop")).then().statusCode(202);
        JsonPath queued = json(shop.path("/statuses"));
        assertThat(queued.getString("environment.last_deployment_state")).isEqualTo("STOP_QUEUED");
        assertThat(queued.getString("containers[0].state")).isEqualTo("STOP_QUEUED");
        assertThat(queued.getString("jobs.find { it.id == '" + shop.job + "' }.state"))
                .as("has nothing to run for STOP")
                .isEqualTo("DEPLOYED");

        DeployRequested stop = request(shop, 2);
        pipeline.withoutStatus().begin(stop, shop.container);
        assertThat(json(shop.path("/status")).getString("state"))
                .as("the aggregator lags behind")
                .isEqualTo("STOP_QUEUED");
        pipeline.withStatus().service(shop.container, DeploymentState.STOPPING, 20);
        awaitState(shop, "STOPPING");
        assertThat(json("/container/" + shop.container + "/status").getString("status_details.status"))
                .isEqualTo("ONGOING");
        pipeline.service(shop.container, DeploymentState.STOPPED, 20).phase(Phase.SUCCEEDED);
        awaitState(shop, "STOPPED");

        JsonPath service = json("/container/" + shop.container + "/status");
        assertThat(service.getString("state")).isEqualTo("STOPPED");
        assertThat(service.getString("execution_id")).isEqualTo(stop.requestId());
        assertThat(service.getString("deployment_request_id")).isEqualTo(stop.requestId());
        assertThat(service.getBoolean("is_part_last_deployment")).isTrue();
        assertThat(json("/database/" + shop.database + "/status").getBoolean("is_part_last_deployment"))
                .isFalse();
        assertThat(service.getMap("status_details"))
                .isEqualTo(Map.of("action", "STOP", "status", "SUCCESS", "sub_action", "NONE"));
    }

    @Test
    void shouldShowStagesWithTheirServices() {
        Shop shop = new Shop();
        deployed(shop);

        JsonPath body = json(shop.path("/statusesWithStages"));

        assertThat(body.getMap("")).containsOnlyKeys("environment", "stages", "pre_check_stage");
        assertThat(body.getList("stages.stage.name", String.class))
                .extracting(name -> name.substring(name.lastIndexOf(' ') + 1))
                .containsExactly("DATABASE", "JOB", "CONTAINER", "APPLICATION");
        assertThat(body.getMap("stages[1].stage")).containsKeys("id", "name", "description", "status", "steps");
        assertThat(body.getString("stages[1].stage.status")).isEqualTo("DONE");
        assertThat(body.getList("stages[1].jobs.id")).containsExactlyInAnyOrder(shop.job, shop.cron);
        assertThat(body.getList("stages[1].databases")).isEmpty();
        assertThat(body.getMap("stages[0]"))
                .containsOnlyKeys(
                        "applications",
                        "containers",
                        "jobs",
                        "databases",
                        "helms",
                        "terraforms",
                        "agentic_workflows",
                        "stage");
        assertThat(body.getString("pre_check_stage.status")).isEqualTo("SUCCESS");
    }

    @Test
    void shouldIgnoreStatusesThatAreNotNewer() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        EnvironmentStatus present = pipeline.present();
        EnvironmentStatus old = new EnvironmentStatus(
                shop.environment,
                present.sequence() - 1,
                Instant.now(),
                "env",
                1,
                DeploymentState.DEPLOYMENT_ERROR,
                present.running(),
                present.deployment(),
                List.of(),
                List.of());

        pipeline.publish(old);
        pipeline.repeatStatus();
        DeployRequested next = ask(shop, shop.path("/stop"), 2);
        pipeline.begin(next, shop.container);
        awaitState(shop, "STOPPING");
        pipeline.phase(Phase.SUCCEEDED);
        awaitState(shop, "STOPPED");
    }

    @Test
    void shouldShowARequestThatWasRejectedWithItsReason() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        DeployRequested stop = ask(shop, shop.path("/stop"), 2);

        pipeline.reject(stop, Reason.ACTION_NOT_ALLOWED, "the environment is already stopped");

        soon().until(() ->
                json(shop.path("/status")).getString("last_deployment_state").equals("STOP_ERROR"));
        JsonPath status = json(shop.path("/status"));
        assertThat(status.getString("state")).isEqualTo("DEPLOYED");
        assertThat(status.getString("last_deployment_id")).isEqualTo(stop.requestId());
        assertThat(json("/container/" + shop.container + "/status").getString("state"))
                .isEqualTo("DEPLOYED");
        assertThat(json("/environment/deploymentStatus?deploymentRequestId=" + stop.requestId())
                        .getString("status"))
                .isEqualTo("STOP_ERROR");
        JsonPath history = json(shop.path("/deploymentHistoryV2"));
        assertThat(history.getString("results[0].identifier.execution_id")).isEqualTo(stop.requestId());
        assertThat(history.getString("results[0].action_status")).isEqualTo("ERROR");
        JsonPath logs = json(shop.path("/logs?version=" + stop.requestId()));
        assertThat(logs.getString("[0].error.user_log_message"))
                .isEqualTo("ACTION_NOT_ALLOWED: the environment is already stopped");
        assertThat(logs.getString("[0].details.transmitter.type")).isEqualTo("Environment");

        ask(shop, shop.path("/redeploy"), 3);
        assertThat(json(shop.path("/status")).getString("last_deployment_state"))
                .isEqualTo("QUEUED");
    }

    @Test
    void shouldShowRequestsThatOutsidersPublish() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        DeployRequested outside = new DeployRequested(
                "nightly-" + UUID.randomUUID(),
                shop.environment,
                Action.REDEPLOY,
                List.of(),
                Map.of(),
                null,
                null,
                new Requester("cron-server", Origin.KAFKA),
                Instant.now());

        publisher
                .publish(
                        TopicCatalog.DEPLOY_REQUESTED,
                        shop.environment,
                        EventFactory.of("outside").event(shop.environment, null, outside))
                .toCompletableFuture()
                .join();

        awaitState(shop, "QUEUED");
        JsonPath status = json(shop.path("/status"));
        assertThat(status.getString("triggered_by")).isEqualTo("cron-server");
        assertThat(status.getMap(""))
                .as("the contract has no such origin, and request ids are UUIDs there")
                .doesNotContainKey("origin")
                .containsEntry("deployment_request_id", null);
        pipeline.begin(outside, shop.container).succeed(30);
        awaitState(shop, "DEPLOYED");
        soon().until(() -> "cron-server"
                .equals(json(shop.path("/deploymentHistoryV2")).getString("results[0].auditing_data.triggered_by")));
    }

    @Test
    void shouldTellWhatIsOutOfDate() {
        Shop shop = new Shop();
        deployed(shop);
        JsonPath fresh = json(shop.path("/statuses"));
        assertThat(fresh.getString("environment.deployment_status")).isEqualTo("UP_TO_DATE");
        assertThat(fresh.getList("containers.service_deployment_status")).containsOnly("UP_TO_DATE");

        Api.post(
                        "/variable",
                        Map.of(
                                "key",
                                "GREETING",
                                "value",
                                "hello",
                                "is_secret",
                                false,
                                "variable_scope",
                                "CONTAINER",
                                "variable_parent_id",
                                shop.container))
                .then()
                .statusCode(201);

        JsonPath changed = json(shop.path("/statuses"));
        assertThat(changed.getString("environment.deployment_status")).isEqualTo("OUT_OF_DATE");
        assertThat(changed.getList("containers.service_deployment_status")).containsOnly("OUT_OF_DATE");
        assertThat(changed.getList("applications.service_deployment_status")).containsOnly("UP_TO_DATE");
        assertThat(changed.getList("databases.service_deployment_status")).containsOnly("UP_TO_DATE");
    }

    @Test
    void shouldNotTellThatSomethingIsDeployedButOutOfDateWhileTheHistoryLagsBehind() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        awaitState(shop, "READY");
        pipeline.withoutEvents()
                .begin(ask(shop, "/container/" + shop.container + "/deploy", 1), shop.container)
                .succeed(1);
        awaitState(shop, "DEPLOYED");

        JsonPath deployed = json("/container/" + shop.container + "/status");
        assertThat(deployed.getString("state")).isEqualTo("DEPLOYED");
        assertThat(deployed.getString("service_deployment_status")).isEqualTo("UP_TO_DATE");
        assertThat(json("/application/" + shop.application + "/status").getString("service_deployment_status"))
                .isEqualTo("NEVER_DEPLOYED");

        pipeline.begin(ask(shop, "/container/" + shop.container + "/uninstall", 2), shop.container)
                .succeed(2);
        awaitState(shop, "DELETED");
        assertThat(json("/container/" + shop.container + "/status").getString("service_deployment_status"))
                .isEqualTo("NEVER_DEPLOYED");
    }

    @Test
    void shouldAnswerAddresses() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        pipeline.begin(ask(shop, "/container/" + shop.container + "/deploy", 2), shop.container)
                .service(
                        shop.container,
                        DeploymentState.DEPLOYED,
                        40,
                        null,
                        List.of(new Endpoint("http", 8080, "http://127.0.0.1:31000", true)),
                        "1.0")
                .phase(Phase.SUCCEEDED);
        soon().until(() -> !json("/container/" + shop.container + "/link")
                .getList("results")
                .isEmpty());

        Map<String, Object> link = Map.of(
                "service_id",
                shop.container,
                "service_type",
                "CONTAINER",
                "url",
                "http://127.0.0.1:31000",
                "internal_port",
                8080,
                "external_port",
                31000,
                "is_qovery_domain",
                true,
                "is_default",
                true);
        assertThat(json("/container/" + shop.container + "/link").getList("results"))
                .isEqualTo(List.of(link));
        assertThat(json(shop.path("/link")).getList("results")).isEqualTo(List.of(link));
        assertThat(json("/application/" + shop.application + "/link").getList("results"))
                .isEmpty();
    }

    @Test
    void shouldListTheStatusesOfAProject() {
        String project = Api.project();
        String environment = Api.environment(project);

        JsonPath statuses = json("/project/" + project + "/environment/status");

        assertThat(statuses.getList("results.id")).containsExactly(environment);
        assertThat(statuses.getList("results.state")).containsExactly("READY");
        Api.get("/project/" + UUID.randomUUID() + "/environment/status").then().statusCode(404);
    }

    @Test
    void shouldPutWhatItCannotDecodeAmongTheDeadLetters() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        int before = published().records(Topics.dlq(Topics.SERVICE_STATUS)).size();

        RawRecords.send(clients, Topics.SERVICE_STATUS, shop.environment, "not an event");
        RawRecords.send(clients, Topics.DEPLOYMENT_LOG, shop.environment, "not a line");
        RawRecords.send(clients, Topics.DEPLOY_REQUESTED, shop.environment, "not a request");
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.container).succeed(1);

        awaitState(shop, "DEPLOYED");
        soon().until(() ->
                published().records(Topics.dlq(Topics.SERVICE_STATUS)).size() == before + 1);
        soon().until(() -> published().records(Topics.dlq(Topics.DEPLOYMENT_LOG)).stream()
                .anyMatch(record -> shop.environment.equals(record.key())));
        assertThat(published().records(Topics.dlq(Topics.DEPLOY_REQUESTED)))
                .as("the pipeline's to put there, so that it is there once")
                .noneMatch(record -> shop.environment.equals(record.key()));
    }
}
