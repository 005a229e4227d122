package io.slipway.kit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Scope;
import io.slipway.events.Event;
import io.slipway.kit.Samples;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class EventFactoryTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.123456789Z");
    private final EventFactory factory =
            new EventFactory("build-worker", Clock.fixed(NOW, ZoneOffset.UTC), () -> "id-1");

    @Test
    void shouldMakeAnEventOfAStep() {
        assertThat(factory.event(Samples.step("svc-1", 5), "data"))
                .isEqualTo(new Event<>(
                        "id-1",
                        "/slipway/build-worker",
                        "svc-1",
                        Instant.parse("2026-01-02T03:04:05.123456Z"),
                        "dep-1",
                        null,
                        "data"));
    }

    @Test
    void shouldCarryTheCurrentTraceOn() {
        SpanContext span = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        try (Scope _ = Span.wrap(span).makeCurrent()) {
            assertThat(factory.event("env-1", null, "data").traceparent())
                    .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        }
        assertThat(factory.event("env-1", null, "data").traceparent()).isNull();
    }

    @Test
    void shouldTakeAGivenId() {
        assertThat(factory.event("mine", "env-1", null, "data").id()).isEqualTo("mine");
    }
}
