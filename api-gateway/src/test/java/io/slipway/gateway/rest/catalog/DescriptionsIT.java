package io.slipway.gateway.rest.catalog;

import static io.slipway.gateway.testing.Api.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.slipway.gateway.testing.GatewayResources;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(GatewayResources.class)
class DescriptionsIT {

    @Test
    void shouldDescribeItsHttpInterface() {
        String description =
                get("/openapi.yaml").then().statusCode(200).extract().asString();

        assertThat(description)
                .startsWith("---")
                .contains("/environment/{environmentId}/deploymentStage:")
                .contains("operationId: createContainer")
                .contains("registry_id")
                .contains("http:")
                .contains("title: Slipway API");
        assertThat(get("/q/openapi").asString()).isEqualTo(description);
    }

    @Test
    void shouldDescribeItsTopics() {
        assertThat(get("/asyncapi.yaml").then().statusCode(200).extract().asString())
                .contains("environment.status")
                .contains("deploy.requested");
    }

    @Test
    void shouldMeasure() {
        assertThat(get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("slipway_outbox_relay_up 1.0");
    }
}
