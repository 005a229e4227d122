package io.slipway.kit.kafka;

import io.slipway.events.Event;
import io.slipway.events.work.StepRef;
import io.slipway.kit.trace.TraceContext;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes events: id, source {@code /slipway/<service>}, time and the current trace context. */
public final class EventFactory {

    private final String source;
    private final Clock clock;
    private final Supplier<String> ids;

    /**
     * @param service name of the service that writes the events
     * @param ids gives a new unique id at each call
     */
    public EventFactory(String service, Clock clock, Supplier<String> ids) {
        this.source = "/slipway/" + service;
        this.clock = clock;
        this.ids = ids;
    }

    /** A factory with random ids and the system's clock. */
    public static EventFactory of(String service) {
        return new EventFactory(
                service, Clock.systemUTC(), () -> UUID.randomUUID().toString());
    }

    /** The time now, to the microsecond. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** An event that belongs to {@code deploymentId}, or to no deployment if that is null. */
    public <T> Event<T> event(String subject, @Nullable String deploymentId, T data) {
        return event(ids.get(), subject, deploymentId, data);
    }

    /** An event of a step: its subject is the service. */
    public <T> Event<T> event(StepRef step, T data) {
        return event(step.serviceId(), step.deploymentId(), data);
    }

    /** An event with a given id: writing it again with the same id lets readers tell that it is the same. */
    public <T> Event<T> event(String id, String subject, @Nullable String deploymentId, T data) {
        return new Event<>(id, source, subject, now(), deploymentId, TraceContext.current(), data);
    }
}
