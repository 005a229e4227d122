package io.slipway.gateway.kafka.feed;

import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.DeployRejected;
import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent;
import io.slipway.events.work.OutputHarvested;
import io.slipway.gateway.app.feed.HistoryFeed;
import io.slipway.gateway.app.feed.OutputFeed;
import io.slipway.gateway.app.feed.RequestFeed;
import io.slipway.gateway.app.feed.StatusFeed;
import io.slipway.kit.kafka.EventHandler;
import io.slipway.kit.kafka.IncomingEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Reads what the pipeline reports, one record after the other. */
@ApplicationScoped
class Feeds {

    private static final EventCodec<EnvironmentStatus> STATUS = EventCodec.of(TopicCatalog.ENVIRONMENT_STATUS);
    private static final EventCodec<StatusEvent> EVENTS = EventCodec.of(TopicCatalog.SERVICE_STATUS);
    private static final EventCodec<OutputHarvested> OUTPUTS = EventCodec.of(TopicCatalog.OUTPUT_HARVESTED);
    private static final EventCodec<DeployRejected> REJECTIONS = EventCodec.of(TopicCatalog.DEPLOY_REJECTED);

    private final IncomingEvents incoming;
    private final StatusFeed statuses;
    private final HistoryFeed history;
    private final OutputFeed outputs;
    private final RequestFeed requests;

    Feeds(IncomingEvents incoming, StatusFeed statuses, HistoryFeed history, OutputFeed outputs, RequestFeed requests) {
        this.incoming = incoming;
        this.statuses = statuses;
        this.history = history;
        this.outputs = outputs;
        this.requests = requests;
    }

    @Incoming("environment-status")
    Uni<Void> environmentStatus(Message<byte[]> message) {
        return incoming.handle(message, STATUS, new EventHandler<>() {
            @Override
            public Uni<Void> handle(Event<EnvironmentStatus> event) {
                return Failures.told(statuses.reported(event.data()));
            }

            @Override
            public Uni<Void> forgotten(@Nullable String key) {
                return Failures.told(statuses.withdrawn(key));
            }
        });
    }

    @Incoming("service-status")
    Uni<Void> serviceStatus(Message<byte[]> message) {
        return incoming.handle(message, EVENTS, handler(history::happened));
    }

    @Incoming("output-harvested")
    Uni<Void> outputHarvested(Message<byte[]> message) {
        return incoming.handle(message, OUTPUTS, handler(outputs::harvested));
    }

    @Incoming("deploy-rejected")
    Uni<Void> deployRejected(Message<byte[]> message) {
        return incoming.handle(message, REJECTIONS, handler(requests::rejected));
    }

    private static <T> EventHandler<T> handler(Function<T, Uni<Void>> useCase) {
        return event -> Failures.told(useCase.apply(event.data()));
    }
}
