package io.slipway.kit.trace;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import jakarta.annotation.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Samples spans only where there is somewhere to send them: {@code quarkus.otel.traces.sampler.arg} is 1 if
 * {@code quarkus.otel.exporter.otlp.endpoint} is configured and 0 if not, unless it is set itself. Without samples the
 * trace context is carried on all the same.
 */
@Priority(4000) // above profiles and expressions, so that it sees what these made of a property
public final class TracingDefaults implements ConfigSourceInterceptor {

    private static final String RATIO = "quarkus.otel.traces.sampler.arg";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (!name.equals(RATIO) || isSet(value)) {
            return value;
        }
        return ConfigValue.builder()
                .withName(RATIO)
                .withValue(isSet(context.proceed(ENDPOINT)) ? "1.0" : "0.0")
                .withConfigSourceName(TracingDefaults.class.getName())
                .build();
    }

    private static boolean isSet(@Nullable ConfigValue value) {
        return value != null && !value.isDefault();
    }
}
