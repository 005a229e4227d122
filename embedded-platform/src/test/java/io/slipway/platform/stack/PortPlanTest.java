package io.slipway.platform.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortPlanTest {

    @TempDir
    Path directory;

    @Test
    void shouldHaveTheDocumentedPortsWithoutABase() {
        PortPlan plan = PortPlan.wellKnown();

        assertThat(plan.of(Component.API_GATEWAY)).isEqualTo(8080);
        assertThat(plan.of(Component.PIPELINE_ORCHESTRATOR)).isEqualTo(8081);
        assertThat(plan.of(Component.BUILD_WORKER)).isEqualTo(8082);
        assertThat(plan.of(Component.DEPLOY_WORKER)).isEqualTo(8083);
        assertThat(plan.of(Component.OUTPUT_COLLECTOR)).isEqualTo(8084);
        assertThat(plan.of(Component.STATUS_AGGREGATOR)).isEqualTo(8085);
        assertThat(plan.of(Component.KAFKA)).isEqualTo(19_092);
        assertThat(plan.of(Component.POSTGRESQL)).isEqualTo(15_432);
        assertThat(plan.gatewayUrl()).isEqualTo("http://127.0.0.1:8080");
        assertThat(plan.bootstrapServers()).isEqualTo("127.0.0.1:19092");
    }

    @Test
    void shouldUseEachPortFromTheBaseOnOnce() {
        PortPlan plan = PortPlan.from(30_000);

        Set<Integer> ports = new HashSet<>(plan.ports().values());
        ports.add(plan.controllerPort());
        assertThat(ports).hasSize(PortPlan.SIZE).allMatch(port -> port >= 30_000 && port < 30_000 + PortPlan.SIZE);
        assertThat(plan.of(Component.API_GATEWAY)).isEqualTo(30_000);
    }

    @Test
    void shouldRefuseABaseWithoutRoom() {
        assertThatThrownBy(() -> PortPlan.from(80)).hasMessageContaining("80");
        assertThatThrownBy(() -> PortPlan.from(65_530)).hasMessageContaining("65530");
        assertThat(PortPlan.from(65_535 - PortPlan.SIZE + 1).of(Component.POSTGRESQL))
                .isEqualTo(65_535);
    }

    @Test
    void shouldRememberWhatWasChosen() {
        Path file = directory.resolve("run/ports.properties");
        assertThat(PortPlan.savedIn(file)).isEmpty();

        PortPlan.from(30_000).save(file);
        assertThat(PortPlan.savedIn(file)).contains(PortPlan.from(30_000));

        PortPlan.wellKnown().save(file);
        assertThat(PortPlan.savedIn(file)).contains(PortPlan.wellKnown());
    }
}
