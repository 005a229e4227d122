package io.slipway.benchmarks;

import com.fasterxml.jackson.databind.ObjectReader;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.EventJson;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkloadCompleted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Answers every workload command at once with success, and notes how long it takes from the last result of a stage to the
 * first command of the next one.
 */
final class FakeWorkers implements AutoCloseable {

    private static final ObjectReader STEP =
            EventJson.mapper().readerFor(StepRef.class).at("/step");

    private final int servicesPerStage;
    private final KafkaConsumer<String, byte[]> consumer;
    private final KafkaProducer<String, byte[]> producer;
    private final EventCodec<WorkloadCompleted> codec = EventCodec.of(TopicCatalog.WORKLOAD_COMPLETED);
    private final Map<String, Progress> progress = new HashMap<>();
    private final Thread thread;
    private final Histogram transitions = new Histogram(60_000_000L, 3);
    private volatile boolean running = true;
    private volatile @Nullable RuntimeException failure;

    FakeWorkers(Clients clients, int servicesPerStage) {
        this.servicesPerStage = servicesPerStage;
        this.consumer = clients.consumer(false, Topics.WORKLOAD_REQUESTED);
        this.producer = clients.producer();
        this.thread = Thread.ofPlatform().name("fake-workers").start(this::run);
    }

    /** Forgets the transitions measured so far. */
    void resetTransitions() {
        synchronized (transitions) {
            transitions.reset();
        }
    }

    /** Stage transitions in microseconds. */
    Histogram transitions() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        synchronized (transitions) {
            return transitions.copy();
        }
    }

    private void run() {
        try {
            while (running) {
                for (ConsumerRecord<String, byte[]> command : consumer.poll(Duration.ofMillis(50))) {
                    answer(STEP.readValue(command.value()));
                }
            }
        } catch (IOException e) {
            failure = new UncheckedIOException(e);
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            consumer.close();
        }
    }

    private void answer(StepRef step) {
        Progress stages = progress.computeIfAbsent(step.deploymentId(), _ -> new Progress());
        if (stages.answered > 0 && stages.answered % servicesPerStage == 0) {
            synchronized (transitions) {
                transitions.recordValue((System.nanoTime() - stages.lastAnswerNanos) / 1_000);
            }
        }
        stages.answered++;
        Instant now = Instant.now();
        Event<WorkloadCompleted> event = new Event<>(
                step.deploymentId() + "-" + step.attempt(),
                "/slipway/benchmarks",
                step.serviceId(),
                now,
                step.deploymentId(),
                null,
                new WorkloadCompleted(step, new WorkloadCompleted.Result.Reached(false, List.of()), now));
        RecordHeaders headers = new RecordHeaders();
        byte[] value = codec.encode(event, headers);
        stages.lastAnswerNanos = System.nanoTime();
        var _ = producer.send(
                new ProducerRecord<>(Topics.WORKLOAD_COMPLETED, null, step.environmentId(), value, headers),
                (_, error) -> {
                    if (error != null) {
                        failure = new IllegalStateException("a fake worker's result was not written", error);
                    }
                });
    }

    @Override
    public void close() {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }

    private static final class Progress {
        private int answered;
        private long lastAnswerNanos;
    }
}
