package io.slipway.gateway.deployment;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.DeployRequested;
import io.slipway.gateway.testing.Api;
import io.slipway.gateway.testing.GatewayResources;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.KafkaClients;
import jakarta.inject.Inject;
import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** What tests of actions and statuses share. */
@WithTestResource(GatewayResources.class)
abstract class DeploymentTest {

    @Inject
    EventPublisher publisher;

    @Inject
    KafkaClients clients;

    final Published published() {
        return new Published(clients);
    }

    /** As the npm client of the contract sends an action without a body. */
    static Response act(String path) {
        return Api.request().contentType("application/x-www-form-urlencoded").post(path);
    }

    static JsonPath json(String path) {
        return Api.get(path).then().statusCode(200).extract().jsonPath();
    }

    static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
    }

    /** Asks for an action and gives the event that left, the {@code count}th of the environment. */
    final DeployRequested ask(Shop shop, String path, int count) {
        act(path).then().statusCode(202);
        return request(shop, count);
    }

    final DeployRequested request(Shop shop, int count) {
        return published().last(TopicCatalog.DEPLOY_REQUESTED, shop.environment, count);
    }

    static void awaitState(Shop shop, String state) {
        soon().until(() -> json(shop.path("/status")).getString("state").equals(state));
    }

    /** Waits until the history has a deployment as its newest, with this outcome: it is told on another topic than statuses. */
    static void awaitHistory(Shop shop, String deploymentId, String outcome) {
        soon().until(() -> {
            JsonPath newest = json(shop.path("/deploymentHistoryV2?pageSize=1"));
            return deploymentId.equals(newest.getString("results[0].identifier.execution_id"))
                    && outcome.equals(newest.getString("results[0].action_status"));
        });
    }

    /** Everything of the shop is deployed, and the history knows it. */
    final FakePipeline deployed(Shop shop) {
        FakePipeline pipeline = shop.pipeline(publisher).describe();
        pipeline.begin(
                        ask(shop, shop.path("/deploy"), 1),
                        shop.database,
                        shop.job,
                        shop.cron,
                        shop.container,
                        shop.application)
                .succeed(1);
        awaitState(shop, "DEPLOYED");
        awaitHistory(shop, pipeline.deployment().id(), "SUCCESS");
        return pipeline;
    }
}
