package io.slipway.kit.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.ShutdownEvent;
import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.kit.config.KitConfig;
import io.slipway.kit.health.LivenessRegistry;
import io.slipway.kit.kafka.BatchHandler.Received;
import io.slipway.kit.metrics.KitMetrics;
import io.slipway.kit.retry.DependencyUnavailableException;
import io.slipway.kit.retry.Retries;
import io.slipway.kit.work.StepException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordBatchMetadata;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the records of a channel: decode, call the handler with log fields and trace context in place, acknowledge.
 *
 * <ul>
 *   <li>What cannot be decoded goes to the dead letter topic with the reason, and is acknowledged.
 *   <li>A handler that fails is called again, a bounded number of times with growing delays
 *       ({@code slipway.kafka.retry.*}); then the record goes to the dead letter topic.
 *   <li>{@link DependencyUnavailableException} is no fault of the record: tried again until it is over.
 *   <li>{@link StepException} is never tried again: a handler answers it with a result.
 *   <li>While the service stops nothing is acknowledged any more that has not been served; it comes again.
 * </ul>
 *
 * <p>A record is acknowledged only after its handler completed. Offsets are committed up to the first record that is not
 * acknowledged, so handlers may end in any order.
 */
@ApplicationScoped
public class IncomingEvents {

    private static final Logger LOG = Logger.getLogger(IncomingEvents.class);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

    private final DeadLetters deadLetters;
    private final MeterRegistry metrics;
    private final HandlerContext context;
    private final LivenessRegistry liveness;
    private final Duration shutdownGrace;
    private final Retries onFailure;
    private final Retries whileUnavailable;
    private final ExecutorService handlers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("slipway-handler-", 0).factory());
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    IncomingEvents(
            DeadLetters deadLetters,
            MeterRegistry metrics,
            HandlerContext context,
            LivenessRegistry liveness,
            KitConfig config) {
        this.liveness = liveness;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.context = context;
        this.shutdownGrace = config.shutdownGrace();
        KitConfig.Retry retry = config.retry();
        this.onFailure = Retries.bounded(
                "The handler of an event", retry.maxRetries(), retry.firstDelay(), retry.maxDelay(), this::worthRetry);
        this.whileUnavailable = Retries.unbounded(
                "The handler of an event (something is unavailable)",
                retry.firstDelay(),
                retry.maxDelay(),
                failure -> !stopping && isUnavailable(failure));
    }

    /**
     * Serves one record without blocking; for methods with {@code @Incoming} that return the result. The handler is called
     * on the caller's thread and context (on Vert.x' duplicated context, if it is called there).
     *
     * @return completes when the record is acknowledged; never fails because of the record
     */
    public <T> Uni<Void> handle(Message<byte[]> message, EventCodec<T> codec, EventHandler<T> handler) {
        return serve(message, codec, handler, context::around);
    }

    /**
     * Serves what one poll brought, without blocking; for methods with {@code @Incoming} that return the result, of
     * channels with {@code batch=true}. The handler gets all events at once. If that fails for another reason than
     * {@link DependencyUnavailableException}, each event is served by itself, as {@link #handle} does: what cannot be
     * served does not keep back the others. Log fields and trace context are those of an event that is alone.
     *
     * @return completes when all records are acknowledged; never fails because of the records
     */
    public <T> Uni<Void> handleAll(Message<List<byte[]>> message, EventCodec<T> codec, BatchHandler<T> handler) {
        if (stopping) {
            return Uni.createFrom().nothing();
        }
        List<Pending<T>> pending = new ArrayList<>();
        List<Uni<String>> refused = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records(message)) {
            Instant recordedAt = Instant.ofEpochMilli(record.timestamp());
            switch (codec.decode(record.key(), record.headers(), record.value(), recordedAt)) {
                case Decoded.Undecodable<T> undecodable -> refused.add(deadLetter(record, undecodable.reason()));
                case Decoded.Tombstone<T> _ -> pending.add(new Pending<>(record, new Received<>(record.key(), null)));
                case Decoded.Valid<T> valid ->
                    pending.add(new Pending<>(record, new Received<>(record.key(), valid.event())));
            }
        }
        String topic = codec.topic().name();
        return oneAfterTheOther(refused.stream().map(each -> measured(topic, each)))
                .chain(() -> pending.size() > 1 ? together(topic, pending, handler) : alone(topic, pending, handler))
                .onItem()
                .transformToUni(_ -> Uni.createFrom().completionStage(message::ack));
    }

    /**
     * Serves all records of a channel, at most {@code concurrency} at once, each on a virtual thread of its own that may
     * take minutes. Further records wait; polling goes on meanwhile, so the consumer stays in its group. Two events of the
     * same key may be served at the same time. If the channel fails, the service is no longer live.
     *
     * @param channel what {@code @Channel} injects; subscribe once, when the service is ready to serve
     * @return cancels the subscription
     */
    public <T> Cancellable consume(
            Multi<Message<byte[]>> channel, EventCodec<T> codec, int concurrency, BlockingEventHandler<T> handler) {
        EventHandler<T> onThread = new OnVirtualThread<>(handler, handlers, context);
        String topic = codec.topic().name();
        AtomicBoolean consumed = new AtomicBoolean(true);
        liveness.register("consumer of " + topic, consumed::get);
        return channel.onItem()
                .transformToUni(message -> serve(message, codec, onThread, (_, call) -> call.get()))
                .merge(concurrency)
                .subscribe()
                .with(_ -> {}, failure -> {
                    consumed.set(false);
                    LOG.errorf(failure, "Topic %s is no longer consumed", topic);
                });
    }

    /** Before beans are destroyed, so that handlers that can end soon still get their results out. */
    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        handlers.shutdown();
        if (!handlers.awaitTermination(shutdownGrace.toMillis(), TimeUnit.MILLISECONDS)) {
            handlers.shutdownNow();
            if (!handlers.awaitTermination(AFTER_INTERRUPT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some handlers do not end although they were interrupted");
            }
        }
    }

    private <T> Uni<Void> serve(Message<byte[]> message, EventCodec<T> codec, EventHandler<T> handler, Around around) {
        if (stopping) {
            return Uni.createFrom().nothing();
        }
        ConsumerRecord<?, byte[]> record = record(message, codec);
        String key = record.key() == null ? null : record.key().toString();
        Instant recordedAt = Instant.ofEpochMilli(record.timestamp());
        Uni<String> outcome = switch (codec.decode(key, record.headers(), record.value(), recordedAt)) {
            case Decoded.Undecodable<T> undecodable -> deadLetter(record, undecodable.reason());
            case Decoded.Tombstone<T> _ -> attempt(record, () -> handler.forgotten(key));
            case Decoded.Valid<T> valid ->
                attempt(record, () -> around.call(valid.event(), () -> handler.handle(valid.event())));
        };
        return measured(codec.topic().name(), outcome)
                .onItem()
                .transformToUni(_ -> Uni.createFrom().completionStage(message::ack));
    }

    private <T> Uni<Void> together(String topic, List<Pending<T>> pending, BatchHandler<T> handler) {
        List<Received<T>> all = pending.stream().map(Pending::received).toList();
        AtomicInteger counter = inFlight.computeIfAbsent(topic, this::inFlightGauge);
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            counter.addAndGet(all.size());
            return whileUnavailable
                    .uni(() -> Uni.createFrom().deferred(() -> handler.handle(all)))
                    .onTermination()
                    .invoke(() -> counter.addAndGet(-all.size()))
                    .invoke(() -> {
                        Duration each = Duration.ofNanos((System.nanoTime() - start) / all.size());
                        all.forEach(_ -> KitMetrics.eventHandled(metrics, topic, "served", each));
                    })
                    .onFailure()
                    .recoverWithUni(failure -> apart(topic, pending, handler, failure));
        });
    }

    private <T> Uni<Void> apart(String topic, List<Pending<T>> pending, BatchHandler<T> handler, Throwable failure) {
        if (stopping) {
            return Uni.createFrom().nothing();
        }
        LOG.warnf("%d records of %s cannot be served together: %s", pending.size(), topic, failure);
        return alone(topic, pending, handler);
    }

    private <T> Uni<Void> alone(String topic, List<Pending<T>> pending, BatchHandler<T> handler) {
        return oneAfterTheOther(pending.stream()
                .map(each -> measured(topic, attempt(each.record(), () -> alone(each.received(), handler)))));
    }

    private <T> Uni<Void> alone(Received<T> received, BatchHandler<T> handler) {
        Event<T> event = received.event();
        return event == null
                ? handler.handle(List.of(received))
                : context.around(event, () -> handler.handle(List.of(received)));
    }

    private static Uni<Void> oneAfterTheOther(Stream<? extends Uni<?>> steps) {
        return Multi.createFrom()
                .iterable(steps.toList())
                .onItem()
                .transformToUniAndConcatenate(step -> step)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<String> attempt(ConsumerRecord<?, byte[]> record, Supplier<Uni<Void>> handler) {
        return whileUnavailable
                .uni(() -> onFailure.uni(() -> Uni.createFrom().deferred(handler::get)))
                .replaceWith("served")
                .onFailure()
                .recoverWithUni(failure -> giveUp(record, failure));
    }

    private Uni<String> giveUp(ConsumerRecord<?, byte[]> record, Throwable failure) {
        if (stopping) {
            return Uni.createFrom().nothing();
        }
        LOG.errorf(failure, "Record %s-%d@%d cannot be served", record.topic(), record.partition(), record.offset());
        String message = failure.getMessage();
        return deadLetter(record, message == null ? failure.getClass().getSimpleName() : message);
    }

    private Uni<String> deadLetter(ConsumerRecord<?, byte[]> record, String reason) {
        return Uni.createFrom()
                .completionStage(() -> deadLetters.send(record, reason))
                .replaceWith("dead-letter");
    }

    private Uni<String> measured(String topic, Uni<String> outcome) {
        AtomicInteger counter = inFlight.computeIfAbsent(topic, this::inFlightGauge);
        return Uni.createFrom().deferred(() -> {
            long start = System.nanoTime();
            counter.incrementAndGet();
            return outcome.onTermination().invoke((result, _, _) -> {
                counter.decrementAndGet();
                KitMetrics.eventHandled(
                        metrics,
                        topic,
                        result == null ? "failed" : result,
                        Duration.ofNanos(System.nanoTime() - start));
            });
        });
    }

    private AtomicInteger inFlightGauge(String topic) {
        return metrics.gauge(KitMetrics.EVENTS_IN_FLIGHT, List.of(Tag.of("topic", topic)), new AtomicInteger());
    }

    private boolean worthRetry(Throwable failure) {
        return !stopping && !(failure instanceof StepException) && !isUnavailable(failure);
    }

    private static boolean isUnavailable(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DependencyUnavailableException) {
                return true;
            }
        }
        return false;
    }

    @SuppressWarnings("unchecked") // the channel's value deserializer gives byte arrays
    private static ConsumerRecord<?, byte[]> record(Message<byte[]> message, EventCodec<?> codec) {
        return message.getMetadata(IncomingKafkaRecordMetadata.class)
                .map(metadata -> (ConsumerRecord<?, byte[]>) metadata.getRecord())
                .orElseGet(() -> new ConsumerRecord<>(codec.topic().name(), -1, -1L, null, message.getPayload()));
    }

    @SuppressWarnings("unchecked") // the channel's deserializers give text keys and byte array values
    private static Iterable<ConsumerRecord<String, byte[]>> records(Message<List<byte[]>> message) {
        IncomingKafkaRecordBatchMetadata<String, byte[]> batch = message.getMetadata(
                        IncomingKafkaRecordBatchMetadata.class)
                .orElseThrow(() -> new IllegalStateException("the channel has to deliver batches"));
        return batch.getRecords();
    }

    /** A record that waits to be served, and what is in it. */
    private record Pending<T>(ConsumerRecord<String, byte[]> record, Received<T> received) {}

    /** How a handler's call is surrounded. */
    @FunctionalInterface
    private interface Around {
        Uni<Void> call(Event<?> event, Supplier<Uni<Void>> handler);
    }
}
