package io.slipway.gateway.kafka.feed;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.request.DeployRequested;
import io.slipway.gateway.app.feed.RequestFeed;
import io.slipway.kit.kafka.IncomingEvents;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Reads the requests that outsiders publish (and this gateway's own, which are known already). What cannot be decoded is
 * the pipeline's to put among the dead letters, so that it is there once.
 */
@ApplicationScoped
class Requests {

    private static final EventCodec<DeployRequested> CODEC = EventCodec.of(TopicCatalog.DEPLOY_REQUESTED);

    private final IncomingEvents incoming;
    private final RequestFeed requests;

    Requests(IncomingEvents incoming, RequestFeed requests) {
        this.incoming = incoming;
        this.requests = requests;
    }

    @Incoming("deploy-requested")
    Uni<Void> deployRequested(Message<byte[]> message) {
        return decodable(message)
                ? incoming.handle(message, CODEC, event -> Failures.told(requests.requested(event.data())))
                : Uni.createFrom().completionStage(message::ack);
    }

    @SuppressWarnings("unchecked") // the channel's deserializers give text keys and byte array values
    private static boolean decodable(Message<byte[]> message) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> (ConsumerRecord<String, byte[]>) metadata.getRecord())
                .map(record -> CODEC.decode(
                        record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp())))
                .filter(Decoded.Valid.class::isInstance)
                .isPresent();
    }
}
