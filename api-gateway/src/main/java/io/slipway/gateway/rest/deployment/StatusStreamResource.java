package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.app.live.LiveStatuses;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/**
 * The status of an environment as server-sent events: the present one at once, then each change until the environment is
 * forgotten. An event's id is the number of the reported status.
 *
 * <p>Nothing is queued for a reader: each time it can take an event it gets the status of that moment, so a slow one
 * skips what lies between, and nobody waits for it. A comment tells that the stream is alive when nothing changes. A
 * failure ends the stream; readers come again.
 */
@Path("/environment/{environmentId}")
@Tag(name = "Environment status")
class StatusStreamResource {

    private static final Logger LOG = Logger.getLogger(StatusStreamResource.class);

    private final LiveStatuses statuses;
    private final ObjectMapper json;
    private final AtomicInteger subscribers;

    StatusStreamResource(LiveStatuses statuses, ObjectMapper json, MeterRegistry metrics) {
        this.statuses = statuses;
        this.json = json;
        this.subscribers = Objects.requireNonNull(metrics.gauge("slipway_stream_subscribers", new AtomicInteger()));
    }

    @GET
    @KnownEnvironment
    @Path("/status/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEnvironmentStatus",
            summary = "Statuses with stages as they change; 'Last-Event-ID' leaves out what is known")
    public Multi<OutboundSseEvent> stream(
            UUID environmentId, @RestHeader("Last-Event-ID") @Nullable String lastEventId, @Context Sse sse) {
        return events(environmentId, new StreamReader(lastEventId, json, sse));
    }

    /** Runs on the request's own context, where the database session lives; signals come from other threads. */
    private static Executor onContextOfRequest() {
        var context = Objects.requireNonNull(Vertx.currentContext(), "requests run on a context");
        return task -> context.runOnContext(_ -> task.run());
    }

    private Multi<OutboundSseEvent> events(UUID environmentId, StreamReader reader) {
        return statuses.ofEnvironment(
                        environmentId,
                        onContextOfRequest(),
                        scene -> Uni.createFrom().item(reader.next(scene)))
                .onFailure(failure -> !(failure instanceof ApiException.NotFound))
                .invoke(failure -> LOG.warnf(failure, "the stream of environment %s ends early", environmentId))
                .onFailure()
                .recoverWithCompletion()
                .onSubscription()
                .invoke(subscribers::incrementAndGet)
                .onTermination()
                .invoke(subscribers::decrementAndGet);
    }
}
