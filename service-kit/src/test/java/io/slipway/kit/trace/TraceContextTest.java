package io.slipway.kit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

class TraceContextTest {

    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @Test
    void shouldReadBackWhatItWasGiven() {
        assertThat(TraceContext.of(TraceContext.from(TRACEPARENT))).isEqualTo(TRACEPARENT);
        try (Scope _ = TraceContext.from(TRACEPARENT).makeCurrent()) {
            assertThat(TraceContext.current()).isEqualTo(TRACEPARENT);
        }
    }

    @Test
    void shouldKeepTheContextIfThereIsNoValidParent() {
        assertThat(TraceContext.from(null)).isEqualTo(Context.current());
        assertThat(TraceContext.of(TraceContext.from("garbage"))).isNull();
        assertThat(TraceContext.current()).isNull();
    }
}
