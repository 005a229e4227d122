package io.slipway.runtime.kubernetes;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Settings for tests: the defaults, and what the test says otherwise. */
public final class TestConfig {

    private TestConfig() {}

    /** {@code settings} without their common prefix. */
    public static KubernetesConfig of(Map<String, String> settings) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(KubernetesConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("slipway.kubernetes." + name, value));
        return builder.build().getConfigMapping(KubernetesConfig.class);
    }
}
