package io.slipway.kit.kafka;

import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where records go that cannot be decoded or served: {@code <topic>.dlq}, with the record's key, value and headers and
 * the headers of {@link DeadLetterHeaders}. Counted in {@code slipway_dlq_records_total{topic}}.
 */
public interface DeadLetters {

    /**
     * Writes {@code record} to its dead letter topic.
     *
     * @param reason for the person who reads the topic; never a secret
     * @return completes when it is written
     */
    CompletionStage<Void> send(ConsumerRecord<?, byte[]> record, String reason);
}
