package io.slipway.kit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.events.Topics;
import io.slipway.kit.metrics.KitMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class KafkaDeadLetters implements DeadLetters {

    private static final Logger LOG = Logger.getLogger(KafkaDeadLetters.class);

    private final KafkaSender sender;
    private final MeterRegistry metrics;

    KafkaDeadLetters(KafkaSender sender, MeterRegistry metrics) {
        this.sender = sender;
        this.metrics = metrics;
    }

    @Override
    public CompletionStage<Void> send(ConsumerRecord<?, byte[]> record, String reason) {
        LOG.warnf(
                "Record %s-%d@%d goes to the dead letter topic: %s",
                record.topic(), record.partition(), record.offset(), reason);
        return sender.send(
                        Topics.dlq(record.topic()),
                        key(record),
                        record.value(),
                        DeadLetterHeaders.of(
                                record.headers(), reason, record.topic(), record.partition(), record.offset()))
                .thenRun(() -> KitMetrics.deadLetter(metrics, record.topic()));
    }

    private static byte @Nullable [] key(ConsumerRecord<?, byte[]> record) {
        return switch (record.key()) {
            case null -> null;
            case byte[] bytes -> bytes;
            case Object text -> KafkaClients.keyBytes(record.topic(), text.toString());
        };
    }
}
