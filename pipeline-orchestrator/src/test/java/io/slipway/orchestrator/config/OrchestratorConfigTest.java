package io.slipway.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.orchestrator.domain.Limits;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrchestratorConfigTest {

    @Test
    void shouldHaveTheDocumentedDefaults() {
        assertThat(config(Map.of()).limits())
                .isEqualTo(new Limits(
                        4,
                        4,
                        Duration.ofMinutes(30),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(60),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(30)));
    }

    @Test
    void shouldTakeLimitsFromTheConfiguration() {
        Limits limits = config(Map.of(
                        "slipway.orchestrator.build-parallelism", "2",
                        "slipway.orchestrator.deploy-parallelism", "7",
                        "slipway.orchestrator.deadline.build", "5m",
                        "slipway.orchestrator.deadline.spec", "3s"))
                .limits();

        assertThat(limits.buildParallelism()).isEqualTo(2);
        assertThat(limits.deployParallelism()).isEqualTo(7);
        assertThat(limits.buildDeadline()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.specWait()).isEqualTo(Duration.ofSeconds(3));
    }

    private static OrchestratorConfig config(Map<String, String> values) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(OrchestratorConfig.class)
                .withDefaultValues(values)
                .withConverters(new org.eclipse.microprofile.config.spi.Converter<?>[] {
                    new io.quarkus.runtime.configuration.DurationConverter()
                })
                .build();
        return config.getConfigMapping(OrchestratorConfig.class);
    }
}
