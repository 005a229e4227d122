package io.slipway.kit.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
 * Reads all partitions of a topic from the beginning and goes on, on a thread of its own and without a group: every
 * instance reads all of it. After a failure it begins anew, so the listener may be told the same event twice.
 *
 * <p>Undecodable records are skipped: the log tells of them, not one dead letter per instance.
 */
public final class WholeTopic<T> implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(WholeTopic.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final EventCodec<T> codec;
    private final String topic;
    private final Consumer<Event<T>> listener;
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final Thread reader;
    private volatile @Nullable KafkaConsumer<String, byte[]> current;

    private WholeTopic(KafkaClients clients, TopicDescriptor<T> topic, Consumer<Event<T>> listener) {
        this.clients = clients;
        this.codec = EventCodec.of(topic);
        this.topic = topic.name();
        this.listener = listener;
        this.reader =
                Thread.ofPlatform().name("slipway-" + topic.name()).daemon().unstarted(this::readUntilStopped);
    }

    /** Begins to read {@code topic}; {@code listener} is called on the reading thread and must not block. */
    public static <T> WholeTopic<T> read(KafkaClients clients, TopicDescriptor<T> topic, Consumer<Event<T>> listener) {
        WholeTopic<T> whole = new WholeTopic<>(clients, topic, listener);
        whole.reader.start();
        return whole;
    }

    /** Completes when the listener has been told all that was in the topic at the start. */
    public CompletionStage<Void> caughtUp() {
        return caughtUp.minimalCompletionStage();
    }

    /** Whether {@link #caughtUp} has completed. */
    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    @Override
    public void close() {
        stopping.set(true);
        KafkaConsumer<String, byte[]> reading = current;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            if (!reader.join(STOP_TIMEOUT)) {
                reader.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readUntilStopped() {
        while (!stopping.get()) {
            try (KafkaConsumer<String, byte[]> consumer = clients.groupless(topic)) {
                current = consumer;
                read(consumer);
            } catch (WakeupException | InterruptException e) {
                LOG.debugf("Stopped reading %s", topic);
            } catch (RuntimeException e) {
                LOG.errorf(e, "Reading %s failed; reading it from the beginning again", topic);
                pause();
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = KafkaClients.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopping.get()) {
            if (!caughtUp.isDone()
                    && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                caughtUp.complete(null);
            }
            consumer.poll(POLL).forEach(this::tell);
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        switch (codec.decode(
                record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()))) {
            case Decoded.Valid<T> valid -> listener.accept(valid.event());
            case Decoded.Tombstone<T> _ -> LOG.debugf("Skipped a tombstone in %s", topic);
            case Decoded.Undecodable<T> undecodable ->
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
