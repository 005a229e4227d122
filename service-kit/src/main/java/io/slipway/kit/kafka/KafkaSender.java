package io.slipway.kit.kafka;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The service's one producer.
 *
 * <p>{@code KafkaProducer.send} may block for metadata or for room in its buffer, so a thread of its own calls it, in the
 * order of the calls here. Results complete on virtual threads: what callers do next never holds up the producer.
 */
@ApplicationScoped
class KafkaSender {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final ExecutorService sending = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("slipway-publisher").daemon().factory());
    private final ExecutorService completing = Executors.newVirtualThreadPerTaskExecutor();

    KafkaSender(KafkaClients clients) {
        this.producer = clients.producer("publisher");
    }

    CompletionStage<Void> send(String topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, null, key, value, headers);
        try {
            sending.execute(() -> send(record, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(new IllegalStateException("the service is stopping", e));
        }
        return written;
    }

    private void send(ProducerRecord<byte[], byte[]> record, CompletableFuture<Void> written) {
        try {
            // The future is not needed: the callback is told of every outcome.
            var _ = producer.send(record, (metadata, failure) -> completing.execute(() -> complete(written, failure)));
        } catch (RuntimeException e) {
            written.completeExceptionally(e);
        }
    }

    private static void complete(CompletableFuture<Void> written, @Nullable Exception failure) {
        if (failure == null) {
            written.complete(null);
        } else {
            written.completeExceptionally(failure);
        }
    }

    @PreDestroy
    void close() throws InterruptedException {
        sending.shutdown();
        if (!sending.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            sending.shutdownNow();
        }
        producer.close(CLOSE_TIMEOUT);
        completing.close();
    }
}
