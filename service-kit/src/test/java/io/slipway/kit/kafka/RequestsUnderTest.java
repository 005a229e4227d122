package io.slipway.kit.kafka;

import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.DeployRequested;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A reactive consumer with a handler that the test sets. */
@ApplicationScoped
class RequestsUnderTest {

    private final IncomingEvents incoming;
    private final EventCodec<DeployRequested> codec = EventCodec.of(TopicCatalog.DEPLOY_REQUESTED);
    private volatile EventHandler<DeployRequested> handler =
            _ -> Uni.createFrom().voidItem();

    RequestsUnderTest(IncomingEvents incoming) {
        this.incoming = incoming;
    }

    @Incoming("requests")
    Uni<Void> consume(Message<byte[]> message) {
        return incoming.handle(message, codec, event -> handler.handle(event));
    }

    void handleWith(EventHandler<DeployRequested> next) {
        handler = next;
    }
}
