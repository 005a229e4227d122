package io.slipway.kit.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Translates between the {@code traceparent} of events (W3C Trace Context) and OpenTelemetry's context. */
public final class TraceContext {

    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceContext() {}

    /** The {@code traceparent} of the current span; null where there is none. */
    public static @Nullable String current() {
        return of(Context.current());
    }

    /** The {@code traceparent} of {@code context}; null where it has no span. */
    public static @Nullable String of(Context context) {
        SpanContext span = Span.fromContext(context).getSpanContext();
        if (!span.isValid()) {
            return null;
        }
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(context, carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.get(TRACEPARENT);
    }

    /** The current context with the span that {@code traceparent} names; the current one if it is null or not valid. */
    public static Context from(@Nullable String traceparent) {
        return traceparent == null ? Context.current() : W3C.extract(Context.current(), traceparent, Getter.INSTANCE);
    }

    private enum Getter implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(TRACEPARENT) ? carrier : null;
        }
    }
}
