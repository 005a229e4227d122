package io.slipway.gateway.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.request.Action;
import io.slipway.events.request.DeployRequested;
import io.slipway.events.request.Origin;
import io.slipway.events.request.Requester;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ServiceKind;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.Value;
import io.slipway.events.status.DeploymentState;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.StepFailure;
import io.slipway.gateway.testing.Api;
import io.slipway.kit.kafka.EventFactory;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class HistoryIT extends DeploymentTest {

    private static final String DURATION = "PT([0-9]+M)?[0-9.]+S";
    private static final String RFC_3339_MICROS = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z";

    @Test
    void shouldRememberDeploymentsAsTheContractWantsThem() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        pipeline.begin(request, shop.database, shop.job, shop.cron, shop.container, shop.application);
        soon().until(() ->
                !json(shop.path("/deploymentHistoryV2")).getList("results").isEmpty());

        JsonPath ongoing = json(shop.path("/deploymentHistoryV2"));
        assertThat(ongoing.getString("results[0].action_status")).isEqualTo("ONGOING");
        assertThat(ongoing.getString("results[0].status")).isEqualTo("DEPLOYING");
        assertThat(ongoing.getList("results[0].stages.status")).containsOnly("QUEUED");

        pipeline.service(shop.application, DeploymentState.BUILDING, 1)
                .service(shop.application, DeploymentState.DEPLOYED, 2, null, List.of(), "abcdef0")
                .succeed(10);
        soon().until(() -> json(shop.path("/deploymentHistoryV2"))
                .getString("results[0].action_status")
                .equals("SUCCESS"));

        JsonPath body = json(shop.path("/deploymentHistoryV2"));
        assertThat(body.getMap("")).containsOnlyKeys("page", "page_size", "results");
        assertThat(body.getInt("page_size")).isEqualTo(20);
        JsonPath deployment = body;
        assertThat(deployment.getMap("results[0]"))
                .containsOnlyKeys(
                        "identifier",
                        "auditing_data",
                        "status",
                        "trigger_action",
                        "total_duration",
                        "stages",
                        "action_status");
        assertThat(deployment.getMap("results[0].identifier"))
                .isEqualTo(Map.of("execution_id", request.requestId(), "environment_id", shop.environment));
        assertThat(deployment.getString("results[0].status")).isEqualTo("DEPLOYED");
        assertThat(deployment.getString("results[0].trigger_action")).isEqualTo("DEPLOY");
        assertThat(deployment.getString("results[0].total_duration")).matches(DURATION);
        assertThat(deployment.getString("results[0].auditing_data.created_at")).matches(RFC_3339_MICROS);
        assertThat(deployment.getString("results[0].auditing_data.updated_at")).matches(RFC_3339_MICROS);
        assertThat(deployment.getString("results[0].auditing_data.triggered_by"))
                .isEqualTo(request.requestedBy().user());
        assertThat(deployment.getString("results[0].auditing_data.origin")).isEqualTo("API");
        assertThat(deployment.getList("results[0].stages")).hasSize(4);
        assertThat(deployment.getMap("results[0].stages[0]"))
                .containsOnlyKeys("name", "status", "duration", "services")
                .containsEntry("status", "DONE");

        Map<String, Object> application = deployment.getMap("results[0].stages[3].services[0]");
        assertThat(application)
                .containsOnlyKeys(
                        "identifier",
                        "status",
                        "auditing_data",
                        "details",
                        "status_details",
                        "icon_uri",
                        "total_duration")
                .containsEntry(
                        "identifier",
                        Map.of(
                                "name",
                                "app",
                                "service_id",
                                shop.application,
                                "service_type",
                                "APPLICATION",
                                "execution_id",
                                request.requestId()))
                .containsEntry("status", "DEPLOYED")
                .containsEntry("status_details", Map.of("action", "DEPLOY", "status", "SUCCESS", "sub_action", "NONE"));
        assertThat(deployment.getString("results[0].stages[3].services[0].details.commit.git_commit_id"))
                .isEqualTo("abcdef0");
        assertThat(deployment.getMap("results[0].stages[3].services[0].details"))
                .containsOnlyKeys("commit", "build_pod_name");
        assertThat(deployment.getMap("results[0].stages[2].services[0].details"))
                .isEqualTo(Map.of("image_name", "demo/web", "tag", "1.0", "arguments", List.of()));
        assertThat(deployment.getMap("results[0].stages[0].services[0].details"))
                .isEmpty();
        String jobs = "results[0].stages[1].services";
        assertThat(deployment.getMap(jobs + ".find { it.identifier.name == 'seed' }.details"))
                .isEqualTo(Map.of(
                        "image_name",
                        "demo/web",
                        "tag",
                        "1.0",
                        "job_type",
                        "LIFECYCLE",
                        "schedule",
                        Map.of(
                                "on_start",
                                Map.of("entrypoint", "/bin/sh", "arguments", List.of("-c", "seed")),
                                "on_delete",
                                Map.of("arguments", List.of()),
                                "lifecycle_type",
                                "GENERIC")));
        assertThat(deployment.getMap(jobs + ".find { it.identifier.name == 'tick' }.details.schedule"))
                .isEqualTo(Map.of(
                        "cron_job",
                        Map.of("arguments", List.of(), "scheduled_at", "*/5 * * * *", "timezone", "Etc/UTC")));

        for (String path : List.of(
                "/application/" + shop.application,
                "/container/" + shop.container,
                "/database/" + shop.database,
                "/job/" + shop.job)) {
            JsonPath ofService = json(path + "/deploymentHistoryV2");
            assertThat(ofService.getList("results")).hasSize(1);
            assertThat(ofService.getString("results[0].identifier.execution_id"))
                    .isEqualTo(request.requestId());
            assertThat(path).endsWith(ofService.getString("results[0].identifier.service_id"));
        }
    }

    @Test
    void shouldTellWhyAServiceFailed() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        StepFailure failure = new StepFailure(StepFailure.Reason.CRASHED, "it ended with exit code 3");
        pipeline.begin(request, shop.database, shop.container)
                .service(shop.database, DeploymentState.DEPLOYING, 1)
                .service(shop.database, DeploymentState.DEPLOYMENT_ERROR, 1, failure, List.of(), null)
                .phase(Phase.FAILED);
        awaitState(shop, "DEPLOYMENT_ERROR");
        awaitHistory(shop, request.requestId(), "ERROR");

        JsonPath history = json(shop.path("/deploymentHistoryV2"));
        assertThat(history.getList("results[0].stages.status")).containsExactly("ERROR", "SKIPPED");
        assertThat(history.getString("results[0].action_status")).isEqualTo("ERROR");
        JsonPath logs = json(shop.path("/logs"));
        assertThat(logs.getString("[0].type")).isEqualTo("error");
        assertThat(logs.getString("[0].error.user_log_message"))
                .isEqualTo("DEPLOYMENT_ERROR: CRASHED: it ended with exit code 3");
        assertThat(logs.getString("[0].details.stage.step")).isEqualTo("DeployedError");
        assertThat(logs.getMap("[0].details.transmitter"))
                .isEqualTo(Map.of("id", shop.database, "name", "db", "type", "Database"));
        assertThat(logs.getMap("[0]")).containsEntry("message", null);
    }

    @Test
    void shouldAnswerLogsWithTimesThatDiffer() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        DeployRequested request = ask(shop, shop.path("/deploy"), 1);
        pipeline.begin(request, shop.application, shop.container);
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        for (int i = 0; i < 30; i++) {
            pipeline.log(shop.application, 1, now.plus(i, ChronoUnit.MICROS), "line " + i);
            pipeline.log(shop.container, 2, now.plus(i, ChronoUnit.MICROS), "other " + i);
        }
        pipeline.log(shop.application, 1, now, "line 0");
        pipeline.log(shop.application, 1, now.plus(30, ChronoUnit.MICROS), "last \0 of all");
        soon().until(() -> json(shop.path("/logs")).getList("").size() == 61);

        JsonPath logs = json(shop.path("/logs?version=" + request.requestId()));
        List<String> times = logs.getList("timestamp");
        assertThat(new HashSet<>(times)).hasSize(61);
        assertThat(times).isSorted().allSatisfy(time -> assertThat(time).matches(RFC_3339_MICROS));
        assertThat(logs.getList("message.safe_message", String.class)).contains("line 0", "other 29", "last  of all");
        assertThat(logs.getMap("[0]")).containsOnlyKeys("type", "timestamp", "details", "message", "error");
        assertThat(logs.getString("[0].details.execution_id")).isEqualTo(request.requestId());
        assertThat(logs.getString("[0].details.organization_id")).isEqualTo(Api.ORGANIZATION);
        assertThat(logs.getString("[0].details.stage.step")).isEqualTo("Build");
        assertThat(json(shop.path("/logs?version=unknown")).getList("")).isEmpty();
        assertThat(json("/environment/" + Api.environment() + "/logs").getList(""))
                .isEmpty();
    }

    @Test
    void shouldKeepLogsOfTheNewestDeploymentsAndOfTheNewestFailure() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        String failed = null;
        Requester anna = new Requester("anna", Origin.API);
        for (int i = 0; i < 30; i++) {
            DeployRequested request = new DeployRequested(
                    UUID.randomUUID().toString(),
                    shop.environment,
                    Action.DEPLOY,
                    List.of(),
                    Map.of(),
                    null,
                    1L,
                    anna,
                    Instant.now());
            pipeline.begin(request, shop.container).service(shop.container, DeploymentState.DEPLOYING, 10 + i);
            boolean fails = i == 3 || i == 4;
            failed = fails ? request.requestId() : failed;
            pipeline.service(
                            shop.container, fails ? DeploymentState.DEPLOYMENT_ERROR : DeploymentState.DEPLOYED, 10 + i)
                    .phase(fails ? Phase.FAILED : Phase.SUCCEEDED);
        }
        String last = pipeline.deployment().id();
        soon().until(() -> {
            JsonPath newest = json(shop.path("/deploymentHistoryV2?pageSize=1"));
            return last.equals(newest.getString("results[0].identifier.execution_id"))
                    && newest.getString("results[0].action_status").equals("SUCCESS");
        });

        List<String> all =
                json(shop.path("/deploymentHistoryV2?pageSize=100")).getList("results.identifier.execution_id");
        assertThat(all).hasSize(30).startsWith(last).doesNotHaveDuplicates();
        assertThat(json(shop.path("/deploymentHistoryV2")).getList("results")).hasSize(20);
        List<String> second = json(shop.path("/deploymentHistoryV2?startId=" + all.get(19)))
                .getList("results.identifier.execution_id");
        assertThat(second).isEqualTo(all.subList(20, 30));
        assertThat(json("/container/" + shop.container + "/deploymentHistoryV2?pageSize=25")
                        .getList("results"))
                .hasSize(25);
        assertThat(all.stream()
                        .filter(id -> !json(shop.path("/logs?version=" + id))
                                .getList("")
                                .isEmpty()))
                .hasSize(21)
                .contains(failed)
                .containsAll(all.subList(0, 20));
        for (String size : List.of("0", "101", "x", "-1")) {
            ActionIT.refused(
                    Api.get(shop.path("/deploymentHistoryV2?pageSize=" + size)),
                    400,
                    "'pageSize' must be a whole number");
        }
    }

    @Test
    void shouldIgnoreEventsThatComeAgain() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        String before = Api.get(shop.path("/deploymentHistoryV2")).asString();
        StatusEvent late = new StatusEvent.ServiceChanged(
                shop.environment,
                pipeline.eventSequence() - 1,
                Instant.now(),
                pipeline.deployment().id(),
                shop.container,
                "web",
                ServiceKind.CONTAINER,
                "stage",
                DeploymentState.DEPLOYMENT_ERROR,
                4,
                null,
                List.of(),
                null);

        pipeline.publish(late);
        pipeline.begin(ask(shop, shop.path("/stop"), 2), shop.container).succeed(60);
        awaitState(shop, "STOPPED");
        soon().until(() ->
                json(shop.path("/deploymentHistoryV2")).getList("results").size() == 2);

        assertThat(json(shop.path("/deploymentHistoryV2?startId="
                                + pipeline.deployment().id()))
                        .getList("results"))
                .isEqualTo(JsonPath.from(before).getList("results"));
    }

    @Test
    void shouldTakeOverOutputsOfAcceptedRunsOnly() {
        Shop shop = new Shop();
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(ask(shop, shop.path("/deploy"), 1), shop.job).service(shop.job, DeploymentState.DEPLOYING, 5);
        pipeline.harvest(
                shop.job,
                5,
                List.of(
                        new OutputVariable("URL", Value.plain("http://first")),
                        new OutputVariable("PASSWORD", Value.secret("cipher-text"))));
        assertThat(outputs(shop)).as("the run is not accepted yet").isEmpty();
        pipeline.service(shop.job, DeploymentState.DEPLOYED, 5).phase(Phase.SUCCEEDED);
        soon().until(() -> outputs(shop).size() == 2);
        Map<String, Object> first = output(shop, "URL");
        assertThat(first).containsEntry("value", "http://first").containsEntry("is_secret", false);
        assertThat(output(shop, "PASSWORD")).containsEntry("value", null).containsEntry("is_secret", true);

        // The harvest comes after the acceptance.
        pipeline.begin(ask(shop, shop.path("/redeploy"), 2), shop.job).succeed(9);
        awaitState(shop, "DEPLOYED");
        soon().until(() ->
                json(shop.path("/deploymentHistoryV2")).getList("results").size() == 2);
        pipeline.harvest(shop.job, 9, List.of(new OutputVariable("URL", Value.plain("http://second"))));
        soon().until(() -> "http://second".equals(output(shop, "URL").get("value")));
        assertThat(output(shop, "URL"))
                .containsEntry("id", first.get("id"))
                .containsEntry("created_at", first.get("created_at"));
        assertThat(outputs(shop)).as("what a later run does not write stays").hasSize(2);

        // A harvest of a run that was given up never counts.
        pipeline.begin(ask(shop, shop.path("/redeploy"), 3), shop.job).service(shop.job, DeploymentState.DEPLOYING, 12);
        pipeline.harvest(shop.job, 12, List.of(new OutputVariable("URL", Value.plain("http://third"))));
        pipeline.service(shop.job, DeploymentState.CANCELED, 12).phase(Phase.CANCELED);
        pipeline.harvest(shop.job, 12, List.of(new OutputVariable("URL", Value.plain("http://fourth"))));
        pipeline.begin(ask(shop, shop.path("/redeploy"), 4), shop.job).succeed(20);
        pipeline.harvest(shop.job, 20, List.of(new OutputVariable("DONE", Value.plain("yes"))));
        soon().until(() -> outputs(shop).size() == 3);
        assertThat(output(shop, "URL")).containsEntry("value", "http://second");
    }

    private static List<Map<String, Object>> outputs(Shop shop) {
        List<Map<String, Object>> variables =
                json("/variable?parent_id=" + shop.job + "&scope=JOB").getList("results");
        return variables.stream()
                .filter(v -> v.get("key").toString().startsWith("QOVERY_OUTPUT_JOB_" + shop.job.substring(0, 8)))
                .toList();
    }

    private static Map<String, Object> output(Shop shop, String name) {
        return outputs(shop).stream()
                .filter(v -> v.get("key").toString().endsWith("_" + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldForgetAServiceThatWasDeleted() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        Api.delete("/container/" + shop.container).then().statusCode(204);
        Api.get("/container/" + shop.container).then().statusCode(200);
        pipeline.begin(request(shop, 2), shop.container).succeed(40);

        soon().until(() -> Api.get("/container/" + shop.container).statusCode() == 404);
        Api.get("/container/" + shop.container + "/status").then().statusCode(404);
        Api.get(shop.path("")).then().statusCode(200);
        assertThat(json(shop.path("/statuses")).getList("containers")).isEmpty();
        soon().until(() -> services(shop).size() == 4);
        assertThat(services(shop)).doesNotContain(shop.container);
        assertThat(json(shop.path("/deploymentHistoryV2")).getString("results[0].trigger_action"))
                .isEqualTo("DELETE");
    }

    private List<String> services(Shop shop) {
        return published().of(TopicCatalog.ENVIRONMENT_SPEC, shop.environment).getLast().services().stream()
                .map(ServiceSpec::id)
                .toList();
    }

    @Test
    void shouldKeepTheConfigurationAfterAnUninstallOrAFailedDeletion() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        act("/container/" + shop.container + "/uninstall").then().statusCode(202);
        pipeline.begin(request(shop, 2), shop.container).succeed(40);
        awaitState(shop, "DELETED");
        awaitHistory(shop, pipeline.deployment().id(), "SUCCESS");
        JsonPath uninstalled = json("/container/" + shop.container + "/status");
        assertThat(uninstalled.getString("state")).isEqualTo("DELETED");
        assertThat(uninstalled.getString("service_deployment_status")).isEqualTo("NEVER_DEPLOYED");
        assertThat(json(shop.path("/deploymentHistoryV2")).getString("results[0].trigger_action"))
                .isEqualTo("UNINSTALL");

        Api.delete(shop.path("")).then().statusCode(204);
        pipeline.begin(request(shop, 3), shop.application, shop.database)
                .service(shop.application, DeploymentState.DELETING, 50)
                .service(shop.application, DeploymentState.DELETED, 50)
                .service(shop.database, DeploymentState.DELETING, 51)
                .service(shop.database, DeploymentState.DELETE_ERROR, 51)
                .phase(Phase.FAILED);
        awaitState(shop, "DELETE_ERROR");
        Api.get(shop.path("")).then().statusCode(200);
        Api.get("/application/" + shop.application).then().statusCode(200);
        Api.delete(shop.path("")).then().statusCode(204);
        request(shop, 4);
    }

    @Test
    void shouldForgetOnlyTheServicesOfASubsetThatAreGone() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        Api.post(
                        shop.path("/service/delete"),
                        Map.of("container_ids", List.of(shop.container), "application_ids", List.of(shop.application)))
                .then()
                .statusCode(200);
        pipeline.begin(request(shop, 2), shop.application, shop.container)
                .service(shop.application, DeploymentState.DELETING, 50)
                .service(shop.application, DeploymentState.DELETED, 50)
                .service(shop.container, DeploymentState.DELETING, 51)
                .service(shop.container, DeploymentState.DELETE_ERROR, 51)
                .phase(Phase.FAILED);

        soon().until(() -> Api.get("/application/" + shop.application).statusCode() == 404);
        Api.get("/container/" + shop.container).then().statusCode(200);
    }

    @Test
    void shouldForgetAnEnvironmentThatWasDeleted() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        pipeline.log(shop.container, 1, Instant.now(), "hello");
        Api.delete(shop.path("")).then().statusCode(204);
        pipeline.begin(request(shop, 2), shop.container).succeed(40);

        soon().until(() -> Api.get(shop.path("")).statusCode() == 404);
        for (String path : List.of("/status", "/statuses", "/statusesWithStages", "/deploymentHistoryV2", "/logs")) {
            Api.get(shop.path(path)).then().statusCode(404);
        }
        Api.get("/container/" + shop.container).then().statusCode(404);
        act(shop.path("/deploy")).then().statusCode(404);
        soon().until(() -> published().forgotten(Topics.ENVIRONMENT_SPEC, shop.environment));
        // What still comes about it is ignored.
        pipeline.describe();
        pipeline.log(shop.container, 1, Instant.now(), "too late");
        pipeline.forgetStatus();
        shouldBeAliveAfterwards();
    }

    @Test
    void shouldForgetAnEnvironmentThatAnOutsiderDeletedEvenIfTheRequestArrivesLast() {
        Shop shop = new Shop();
        FakePipeline pipeline = deployed(shop);
        DeployRequested outside = new DeployRequested(
                "outside-" + UUID.randomUUID(),
                shop.environment,
                Action.DELETE,
                List.of(),
                Map.of(),
                null,
                null,
                new Requester("somebody", Origin.KAFKA),
                Instant.now());
        pipeline.begin(outside, shop.container).succeed(40);
        awaitState(shop, "DELETED");
        awaitHistory(shop, outside.requestId(), "SUCCESS");
        Api.get(shop.path("")).then().statusCode(200);

        publisher
                .publish(
                        TopicCatalog.DEPLOY_REQUESTED,
                        shop.environment,
                        EventFactory.of("outside").event(shop.environment, null, outside))
                .toCompletableFuture()
                .join();

        soon().until(() -> Api.get(shop.path("")).statusCode() == 404);
    }

    @Test
    void shouldNeverAnswerASecret() {
        Shop shop = new Shop();
        String secret = "s3cr3t-" + UUID.randomUUID();
        Api.post(
                        "/variable",
                        Map.of(
                                "key",
                                "API_KEY",
                                "value",
                                secret,
                                "is_secret",
                                true,
                                "variable_scope",
                                "CONTAINER",
                                "variable_parent_id",
                                shop.container))
                .then()
                .statusCode(201);
        deployed(shop);
        EnvironmentSpec spec =
                published().of(TopicCatalog.ENVIRONMENT_SPEC, shop.environment).getLast();
        String ciphertext = spec.variables().stream()
                .filter(variable -> variable.key().equals("API_KEY"))
                .findFirst()
                .orElseThrow()
                .value()
                .text();

        for (String path : List.of(
                shop.path("/status"),
                shop.path("/statuses"),
                shop.path("/statusesWithStages"),
                shop.path("/deploymentHistoryV2"),
                shop.path("/logs"),
                "/container/" + shop.container + "/deploymentHistoryV2",
                "/variable?parent_id=" + shop.container + "&scope=CONTAINER")) {
            assertThat(Api.get(path).asString()).as(path).doesNotContain(secret, ciphertext);
        }
        for (String topic : List.of(Topics.ENVIRONMENT_SPEC, Topics.DEPLOY_REQUESTED)) {
            assertThat(published().records(topic))
                    .noneMatch(record -> record.value() != null
                            && new String(record.value(), StandardCharsets.UTF_8).contains(secret));
        }
    }

    private void shouldBeAliveAfterwards() {
        Shop next = new Shop();
        deployed(next);
    }
}
