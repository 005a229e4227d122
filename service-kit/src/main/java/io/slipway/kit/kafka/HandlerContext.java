package io.slipway.kit.kafka;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.slipway.events.Event;
import io.slipway.kit.log.LogFields;
import io.slipway.kit.trace.TraceContext;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Log fields and a span, child of the event's trace, around a handler. */
@Singleton
class HandlerContext {

    private final Tracer tracer;

    HandlerContext(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Around a handler that keeps its thread. */
    void run(Event<?> event, Blocking handler) throws Exception {
        Span span = span(event);
        try (LogFields.Scope _ = LogFields.open(event);
                Scope _ = span.makeCurrent()) {
            handler.run();
        } catch (Exception e) {
            fail(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    /**
     * Around a handler that goes on elsewhere. On a duplicated Vert.x context, which belongs to this one record, fields and
     * span stay until the end; anywhere else only until the call returns, for the thread goes on to other work.
     */
    @SuppressWarnings("MustBeClosedChecker") // closed when the handler's result is there
    Uni<Void> around(Event<?> event, Supplier<Uni<Void>> handler) {
        Span span = span(event);
        LogFields.Scope fields = LogFields.open(event);
        Scope current = span.makeCurrent();
        boolean keep = VertxContext.isOnDuplicatedContext();
        try {
            return handler.get().onTermination().invoke((_, failure, _) -> {
                if (keep) {
                    current.close();
                    fields.close();
                }
                end(span, failure);
            });
        } catch (RuntimeException e) {
            end(span, e);
            if (keep) {
                current.close();
                fields.close();
            }
            throw e;
        } finally {
            if (!keep) {
                current.close();
                fields.close();
            }
        }
    }

    private Span span(Event<?> event) {
        return tracer.spanBuilder("serve " + event.data().getClass().getSimpleName())
                .setParent(TraceContext.from(event.traceparent()))
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            fail(span, failure);
        }
        span.end();
    }

    private static void fail(Span span, Throwable failure) {
        span.recordException(failure);
        span.setStatus(StatusCode.ERROR);
    }

    /** A call that keeps its thread. */
    @FunctionalInterface
    interface Blocking {
        void run() throws Exception;
    }
}
