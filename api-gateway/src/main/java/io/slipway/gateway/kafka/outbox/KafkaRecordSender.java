package io.slipway.gateway.kafka.outbox;

import io.slipway.gateway.app.outbox.OutboxRecord;
import io.slipway.gateway.app.outbox.RecordSender;
import io.slipway.kit.config.KitConfig;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes with an idempotent producer. When a batch fails the producer is closed without waiting, so that no record of it
 * can arrive behind the same batch sent again.
 */
@ApplicationScoped
class KafkaRecordSender implements RecordSender {

    private final Map<String, Object> settings;

    @Nullable
    private Producer<String, byte[]> producer;

    @Inject
    KafkaRecordSender(@Identifier("default-kafka-broker") Map<String, Object> kafka, KitConfig kit) {
        this.settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "slipway-outbox");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, kit.maxRecordBytes());
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
    }

    @Override
    public synchronized void send(List<OutboxRecord> records) {
        try {
            Producer<String, byte[]> open = open();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (OutboxRecord record : records) {
                sent.add(open.send(toKafka(record)));
            }
            for (Future<RecordMetadata> future : sent) {
                future.get();
            }
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker had not acknowledged", e);
        } catch (ExecutionException e) {
            close();
            throw new IllegalStateException("the broker did not acknowledge", e.getCause());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    private Producer<String, byte[]> open() {
        if (producer == null) {
            producer = new KafkaProducer<>(settings);
        }
        return producer;
    }

    private static ProducerRecord<String, byte[]> toKafka(OutboxRecord record) {
        String payload = record.payload();
        ProducerRecord<String, byte[]> kafka = new ProducerRecord<>(
                record.topic(), record.key(), payload == null ? null : payload.getBytes(StandardCharsets.UTF_8));
        record.headers().forEach((name, value) -> kafka.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return kafka;
    }
}
