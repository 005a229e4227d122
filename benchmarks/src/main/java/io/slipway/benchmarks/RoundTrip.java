package io.slipway.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The floor of every latency: one record written and read again through the broker, one at a time. */
final class RoundTrip {

    private static final String TOPIC = "bench.roundtrip";
    private static final int RECORD_BYTES = 430;

    private RoundTrip() {}

    /** Latencies in microseconds of {@code samples} round trips after {@code warmUp} unmeasured ones. */
    static Histogram measure(Clients clients, int warmUp, int samples) throws InterruptedException, ExecutionException {
        try (Admin admin = clients.admin()) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        Histogram histogram = new Histogram(60_000_000L, 3);
        try (KafkaProducer<String, byte[]> producer = clients.producer();
                KafkaConsumer<String, byte[]> consumer = clients.consumer(true, TOPIC)) {
            byte[] value = new byte[RECORD_BYTES];
            for (int i = 0; i < warmUp + samples; i++) {
                long start = System.nanoTime();
                AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
                var _ = producer.send(new ProducerRecord<>(TOPIC, "key", value), (_, error) -> failure.set(error));
                while (consumer.poll(Duration.ofMillis(500)).isEmpty()) {
                    if (failure.get() != null) {
                        throw new IllegalStateException("a record was not written", failure.get());
                    }
                }
                if (i >= warmUp) {
                    histogram.recordValue((System.nanoTime() - start) / 1_000);
                }
            }
        }
        return histogram;
    }
}
