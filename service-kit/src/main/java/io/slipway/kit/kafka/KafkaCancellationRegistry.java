package io.slipway.kit.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.work.StepRef;
import io.slipway.events.work.WorkCancelled;
import io.slipway.kit.health.ReadinessRegistry;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of {@code work.cancelled} on a thread of its own, without a group: every instance reads all of it.
 * Undecodable records are skipped here; the record's reader of record is the log, not one dead letter per instance.
 */
@ApplicationScoped
class KafkaCancellationRegistry implements CancellationRegistry {

    private static final Logger LOG = Logger.getLogger(KafkaCancellationRegistry.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final ReadinessRegistry readiness;
    private final EventCodec<WorkCancelled> codec = EventCodec.of(TopicCatalog.WORK_CANCELLED);
    private final Cancellations cancellations = new Cancellations();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private volatile @Nullable KafkaConsumer<String, byte[]> current;
    private final Thread reader =
            Thread.ofPlatform().name("slipway-cancellations").daemon().unstarted(this::readUntilStopped);

    KafkaCancellationRegistry(KafkaClients clients, ReadinessRegistry readiness) {
        this.clients = clients;
        this.readiness = readiness;
    }

    @PostConstruct
    void start() {
        readiness.register(
                "cancellations",
                () -> cancellations.ready().toCompletableFuture().isDone());
        reader.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopping.set(true);
        KafkaConsumer<String, byte[]> reading = current;
        if (reading != null) {
            reading.wakeup();
        }
        if (!reader.join(STOP_TIMEOUT)) {
            reader.interrupt();
        }
    }

    @Override
    public CompletionStage<Void> ready() {
        return cancellations.ready();
    }

    @Override
    public boolean isCancelled(StepRef step) {
        return cancellations.isCancelled(step);
    }

    @Override
    public void subscribe(Consumer<StepRef> listener) {
        cancellations.subscribe(listener);
    }

    @Override
    public Registration onCancelled(StepRef step, Runnable action) {
        return cancellations.onCancelled(step, action);
    }

    private void readUntilStopped() {
        while (!stopping.get()) {
            try (KafkaConsumer<String, byte[]> consumer = clients.groupless("cancellations")) {
                current = consumer;
                read(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("Stopped reading cancellations");
            } catch (RuntimeException e) {
                LOG.error("Reading cancellations failed; reading them from the beginning again", e);
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.WORK_CANCELLED).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        boolean caughtUp = false;
        while (!stopping.get()) {
            if (!caughtUp
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp = true;
                cancellations.caughtUp();
            }
            consumer.poll(POLL).forEach(this::apply);
        }
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        switch (codec.decode(
                record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()))) {
            case Decoded.Valid<WorkCancelled> valid ->
                cancellations.cancel(valid.event().data().step());
            case Decoded.Tombstone<WorkCancelled> _ -> LOG.debug("Skipped a tombstone in work.cancelled");
            case Decoded.Undecodable<WorkCancelled> undecodable ->
                LOG.warnf(
                        "Skipped %s-%d@%d: %s",
                        record.topic(), record.partition(), record.offset(), undecodable.reason());
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            stopping.set(true);
        }
    }
}
