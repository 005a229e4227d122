package io.slipway.platform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.terminal.Row;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeploymentTableTest {

    private final DeploymentTable table = new DeploymentTable(Map.of("id-1", "cart"));

    @Test
    void shouldMeasureFromTheFirstActivityToTheEnd() {
        assertThat(rows("DEPLOYMENT_QUEUED", 0).elapsed()).isEmpty();
        assertThat(rows("BUILDING", 1).elapsed()).contains(Duration.ZERO);
        assertThat(rows("BUILDING", 3).elapsed()).contains(Duration.ofSeconds(2));
        assertThat(rows("DEPLOYING", 5).elapsed()).contains(Duration.ofSeconds(4));
        assertThat(rows("DEPLOYED", 6).elapsed()).contains(Duration.ofSeconds(5));
        assertThat(rows("DEPLOYED", 9).elapsed()).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldGoOnMeasuringWhenABuiltServiceWaitsForItsDeployment() {
        rows("BUILDING", 1);
        rows("DEPLOYMENT_QUEUED", 3);

        assertThat(rows("DEPLOYED", 6).elapsed()).contains(Duration.ofSeconds(5));
    }

    @Test
    void shouldShowNamesStatesAndHowTheyFeel() {
        assertThat(rows("BUILDING", 1))
                .returns("cart", Row::name)
                .returns("2.CONTAINER", Row::group)
                .returns("BUILDING", Row::status)
                .returns(Row.Tone.BUSY, Row::tone);
        assertThat(rows("READY", 1).tone()).isEqualTo(Row.Tone.WAITING);
        assertThat(rows("DEPLOYED", 1).tone()).isEqualTo(Row.Tone.GOOD);
        assertThat(rows("BUILD_ERROR", 1).tone()).isEqualTo(Row.Tone.BAD);
        assertThat(rows("CANCELED", 1).tone()).isEqualTo(Row.Tone.BAD);
    }

    @Test
    void shouldReadTheStatusesOfTheContract() {
        JsonNode json = SlipwayClient.parse("""
                {
                  "environment": {"id": "e", "state": "DEPLOYING", "last_deployment_id": "d-7"},
                  "stages": [
                    {"stage": {"name": "0.DATABASE"}, "databases": [{"id": "db", "state": "DEPLOYED"}],
                     "applications": [], "containers": [], "jobs": []},
                    {"stage": {"name": "1.JOB"}, "jobs": [{"id": "job", "state": "DEPLOYING"}]}
                  ]
                }""");

        Snapshot snapshot = Snapshot.of(json);

        assertThat(snapshot.state()).isEqualTo("DEPLOYING");
        assertThat(snapshot.isFinal()).isFalse();
        assertThat(snapshot.deploymentId()).isEqualTo("d-7");
        assertThat(snapshot.services())
                .containsExactly(
                        new Snapshot.ServiceState("0.DATABASE", "db", "DEPLOYED"),
                        new Snapshot.ServiceState("1.JOB", "job", "DEPLOYING"));
    }

    private Row rows(String state, long second) {
        Snapshot snapshot =
                new Snapshot("DEPLOYING", "d-1", List.of(new Snapshot.ServiceState("2.CONTAINER", "id-1", state)));
        return table.rows(snapshot, Duration.ofSeconds(second).toNanos()).getFirst();
    }
}
