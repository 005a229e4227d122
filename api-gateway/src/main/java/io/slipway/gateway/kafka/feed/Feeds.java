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
import io.slipway.gateway.app.feed.StatusFeed.Report;
import io.slipway.kit.kafka.BatchHandler.Received;
import io.slipway.kit.kafka.EventHandler;
import io.slipway.kit.kafka.IncomingEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads what the pipeline reports: statuses and status events, of which there are many, batch by batch, so that a
 * transaction deals with all that one poll brought; the others one record after the other.
 */
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
    Uni<Void> environmentStatuses(Message<List<byte[]>> message) {
        return incoming.handleAll(
                message,
                STATUS,
                batch -> Failures.told(
                        statuses.reported(batch.stream().map(Feeds::report).toList())));
    }

    @Incoming("service-status")
    Uni<Void> serviceStatuses(Message<List<byte[]>> message) {
        return incoming.handleAll(
                message,
                EVENTS,
                batch -> Failures.told(history.happened(batch.stream()
                        .flatMap(each -> Stream.ofNullable(each.event()))
                        .map(Event::data)
                        .toList())));
    }

    @Incoming("output-harvested")
    Uni<Void> outputHarvested(Message<byte[]> message) {
        return incoming.handle(message, OUTPUTS, handler(outputs::harvested));
    }

    @Incoming("deploy-rejected")
    Uni<Void> deployRejected(Message<byte[]> message) {
        return incoming.handle(message, REJECTIONS, handler(requests::rejected));
    }

    private static Report report(Received<EnvironmentStatus> received) {
        Event<EnvironmentStatus> event = received.event();
        return event == null
                ? new Report(received.key(), null)
                : new Report(event.data().environmentId(), event.data());
    }

    private static <T> EventHandler<T> handler(Function<T, Uni<Void>> useCase) {
        return event -> Failures.told(useCase.apply(event.data()));
    }
}
