package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.deployment.Pictures;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.config.StreamConfig;
import io.smallrye.mutiny.Multi;
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

    private final Pictures pictures;
    private final Changes changes;
    private final ObjectMapper json;
    private final StreamConfig config;
    private final AtomicInteger subscribers;

    StatusStreamResource(
            Pictures pictures, Changes changes, ObjectMapper json, StreamConfig config, MeterRegistry metrics) {
        this.pictures = pictures;
        this.changes = changes;
        this.json = json;
        this.config = config;
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
        Multi<UUID> beats = Multi.createFrom()
                .ticks()
                .startingAfter(config.heartbeat())
                .every(config.heartbeat())
                .onOverflow()
                .drop()
                .map(_ -> environmentId);
        // Changes are subscribed to before the first read: none falls between the two.
        return Multi.createBy()
                .merging()
                .withRequests(1)
                .streams(changes.of(environmentId), beats, Multi.createFrom().item(environmentId))
                .emitOn(onContextOfRequest())
                .onOverflow()
                .dropPreviousItems()
                .onItem()
                .transformToUniAndConcatenate(id -> pictures.of(id).map(reader::next))
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
