package io.slipway.status.kafka;

import io.slipway.events.Decoded;
import io.slipway.events.Event;
import io.slipway.events.EventCodec;
import io.slipway.events.TopicCatalog;
import io.slipway.events.Topics;
import io.slipway.events.status.ServiceRunning;
import io.slipway.events.status.StatusEvent;
import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.EventRecords;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.status.app.Cause;
import io.slipway.status.app.FoldFailedException;
import io.slipway.status.app.StatusKeeper;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The environments of one partition.
 *
 * <p>A fresh event is folded, published and committed at once. Where events come faster than that, they are only folded;
 * a timer publishes what they led to. In a backlog it does so rarely: nobody waits for states that are over already.
 *
 * <p>The same instance is opened again after an aborted transaction, so everything that it knows is made in {@link #init}.
 */
final class AggregatorProcessor implements Processor<String, byte[], String, byte[]> {

    private static final EventCodec<StatusEvent> STATUS = EventCodec.of(TopicCatalog.SERVICE_STATUS);
    private static final EventCodec<ServiceRunning> RUNNING = EventCodec.of(TopicCatalog.SERVICE_RUNNING);

    private final AggregatorSettings settings;
    private final DeadLetterSink deadLetters;
    private final FreshCommit freshCommit;
    private final FoldMetrics metrics;
    private @Nullable Task task;

    AggregatorProcessor(
            AggregatorSettings settings, DeadLetterSink deadLetters, FreshCommit freshCommit, FoldMetrics metrics) {
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.freshCommit = freshCommit;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        close();
        task = new Task(context);
        task.open();
    }

    @Override
    public void process(Record<String, byte[]> record) {
        if (task == null) {
            throw new IllegalStateException("the processor is closed");
        }
        task.process(record);
    }

    @Override
    public void close() {
        if (task != null) {
            task.cancelTimer();
            task = null;
        }
    }

    /** What lives from the task's start to its end. */
    private final class Task {

        private final ProcessorContext<String, byte[]> context;
        private final StatusKeeper keeper;
        private @Nullable Cancellable timer;
        private boolean timerIsForFresh;

        private Task(ProcessorContext<String, byte[]> context) {
            this.context = context;
            this.keeper = new StatusKeeper(
                    new StateStoreViews(context.getStateStore(AggregatorTopology.STORE), settings.cachedEnvironments()),
                    new StatusRecords(context, metrics));
        }

        private void open() {
            keeper.open();
            if (keeper.hasPending()) {
                startTimer(true);
            }
        }

        private void process(Record<String, byte[]> record) {
            String topic = context.recordMetadata().orElseThrow().topic();
            if (topic.equals(Topics.SERVICE_STATUS)) {
                process(record, STATUS, StatusEvent::environmentId, keeper::fold);
            } else {
                process(record, RUNNING, ServiceRunning::environmentId, keeper::fold);
            }
            publishOrWait(record.timestamp());
        }

        private <T> void process(
                Record<String, byte[]> record,
                EventCodec<T> codec,
                Function<T, String> environmentId,
                BiFunction<T, Cause, Boolean> fold) {
            switch (EventRecords.decode(codec, record)) {
                case Decoded.Undecodable<T>(String reason) -> deadLetters.send(context, record, reason);
                case Decoded.Tombstone<T> _ ->
                    deadLetters.send(context, record, "a record without a value says nothing in this topic");
                case Decoded.Valid<T>(Event<T> event) -> {
                    String id = environmentId.apply(event.data());
                    if (!id.equals(record.key())) {
                        deadLetters.send(
                                context,
                                record,
                                "the record's key '" + record.key() + "' is not the environment '" + id
                                        + "' that it tells of");
                    } else {
                        fold(record, event, fold);
                    }
                }
            }
        }

        private <T> void fold(Record<String, byte[]> record, Event<T> event, BiFunction<T, Cause, Boolean> fold) {
            try {
                metrics.event(
                        fold.apply(event.data(), new Cause(event.time(), event.deploymentId(), event.traceparent())));
            } catch (FoldFailedException e) {
                deadLetters.send(context, record, "INTERNAL: " + e.getMessage());
            }
        }

        private void publishOrWait(long recordTimestamp) {
            if (freshCommit.wanted(recordTimestamp)) {
                publish();
                context.commit();
            } else if (keeper.hasPending()) {
                startTimer(context.currentSystemTimeMs() - recordTimestamp
                        < settings.freshness().toMillis());
            }
        }

        /** A timer that is there already stays, unless a fresh event needs a quicker one. */
        private void startTimer(boolean fresh) {
            if (timer != null && (timerIsForFresh || !fresh)) {
                return;
            }
            cancelTimer();
            timerIsForFresh = fresh;
            timer = context.schedule(
                    fresh ? settings.publishInterval() : settings.backlogPublishInterval(),
                    PunctuationType.WALL_CLOCK_TIME,
                    _ -> onTimer());
        }

        private void onTimer() {
            if (timerIsForFresh) {
                context.commit();
            }
            publish();
        }

        /** Also ends the timer: a timer without work would begin a transaction each time. */
        private void publish() {
            keeper.publishPending();
            cancelTimer();
        }

        private void cancelTimer() {
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
        }
    }
}
