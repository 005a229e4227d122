package io.slipway.kit.kafka;

import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.status.StatusEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** A consumer of batches with a handler that the test sets. */
@ApplicationScoped
class StatusesUnderTest {

    private final IncomingEvents incoming;
    private final EventCodec<StatusEvent> codec = EventCodec.of(TopicCatalog.SERVICE_STATUS);
    private volatile BatchHandler<StatusEvent> handler = _ -> Uni.createFrom().voidItem();

    StatusesUnderTest(IncomingEvents incoming) {
        this.incoming = incoming;
    }

    @Incoming("statuses")
    Uni<Void> consume(Message<List<byte[]>> message) {
        return incoming.handleAll(message, codec, batch -> handler.handle(batch));
    }

    void handleWith(BatchHandler<StatusEvent> next) {
        handler = next;
    }
}
