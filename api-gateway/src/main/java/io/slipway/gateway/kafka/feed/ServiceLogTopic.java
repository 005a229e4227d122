package io.slipway.gateway.kafka.feed;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.slipway.events.Decoded;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.gateway.app.live.ServiceLogs;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.kafka.KafkaClients;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines that services write, on a thread of its own, from the topic's end and without a group: any instance of
 * the gateway may have the reader. Records of environments that nobody here reads are not even decoded.
 */
@ApplicationScoped
class ServiceLogTopic implements ServiceLogs {

    private static final Logger LOG = Logger.getLogger(ServiceLogTopic.class);
    private static final EventCodec<ServiceLogLines> CODEC = EventCodec.of(TopicCatalog.SERVICE_LOG);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    private final KafkaClients clients;
    private final EventPublisher publisher;
    private final EventFactory events;
    private final Map<String, Map<String, Consumer<ServiceLogLines>>> readers = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile boolean running = true;
    private volatile @Nullable KafkaConsumer<String, byte[]> current;
    private volatile @Nullable Thread thread;

    ServiceLogTopic(KafkaClients clients, EventPublisher publisher, EventFactory events) {
        this.clients = clients;
        this.publisher = publisher;
        this.events = events;
    }

    void start(@Observes StartupEvent event) {
        thread = Thread.ofPlatform().daemon().name("slipway-service-log").start(this::readUntilStopped);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread reading = thread;
        if (reading != null && !reading.join(STOP_TIMEOUT)) {
            reading.interrupt();
        }
    }

    @Override
    public Uni<Void> ready() {
        return Uni.createFrom().completionStage(ready);
    }

    @Override
    public Runnable listen(String environmentId, String leaseId, Consumer<ServiceLogLines> listener) {
        readers.compute(environmentId, (_, present) -> {
            Map<String, Consumer<ServiceLogLines>> all = present == null ? new ConcurrentHashMap<>() : present;
            all.put(leaseId, listener);
            return all;
        });
        return () -> readers.computeIfPresent(environmentId, (_, present) -> {
            present.remove(leaseId);
            return present.isEmpty() ? null : present;
        });
    }

    @Override
    public Uni<Void> request(LogsRequested lease) {
        return Uni.createFrom()
                .completionStage(() -> publisher.publish(
                        TopicCatalog.LOGS_REQUESTED,
                        lease.environmentId(),
                        events.event(lease.serviceId(), null, lease)));
    }

    private void readUntilStopped() {
        while (running) {
            try (KafkaConsumer<String, byte[]> consumer = clients.groupless("service-log")) {
                current = consumer;
                read(consumer);
            } catch (WakeupException e) {
                LOG.debug("stopped reading logs of services");
            } catch (RuntimeException e) {
                if (running) {
                    LOG.errorf(e, "logs of services cannot be read at the moment");
                    pause();
                }
            }
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions =
                KafkaClients.partitions(consumer, CODEC.topic().name());
        consumer.assign(partitions);
        // After a failure: where it was.
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> consumer.seek(partition, positions.getOrDefault(partition, end)));
        partitions.forEach(partition -> positions.put(partition, consumer.position(partition)));
        ready.complete(null);
        while (running) {
            consumer.poll(POLL).forEach(record -> {
                tell(record);
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            });
        }
    }

    private void tell(ConsumerRecord<String, byte[]> record) {
        Map<String, Consumer<ServiceLogLines>> here = record.key() == null ? null : readers.get(record.key());
        if (here == null) {
            return;
        }
        switch (CODEC.decode(
                record.key(), record.headers(), record.value(), Instant.ofEpochMilli(record.timestamp()))) {
            case Decoded.Valid<ServiceLogLines> valid -> {
                ServiceLogLines lines = valid.event().data();
                Consumer<ServiceLogLines> reader = here.get(lines.leaseId());
                if (reader != null) {
                    reader.accept(lines);
                }
            }
            case Decoded.Tombstone<ServiceLogLines> _ -> LOG.debug("skipped a tombstone");
            case Decoded.Undecodable<ServiceLogLines> wrong ->
                LOG.warnf("skipped lines of a service: %s", wrong.reason());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(AFTER_FAILURE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
