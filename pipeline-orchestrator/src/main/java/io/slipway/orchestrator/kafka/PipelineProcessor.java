package io.slipway.orchestrator.kafka;

import io.slipway.kit.streams.DeadLetterSink;
import io.slipway.kit.streams.FreshCommit;
import io.slipway.orchestrator.app.Cause;
import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.Pipelines;
import io.slipway.orchestrator.app.UndecidedException;
import io.slipway.orchestrator.domain.PipelineCommand;
import io.slipway.orchestrator.domain.PipelineEvent;
import io.slipway.orchestrator.kafka.store.EnvironmentStore;
import java.time.Instant;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The pipelines of one partition. Each record is decoded, decided and written, or goes to its dead letter topic; none
 * stops the partition.
 *
 * <p>The same instance is opened again after an aborted transaction, so everything that it knows is made in {@link #init}.
 */
final class PipelineProcessor implements Processor<String, byte[], String, byte[]> {

    private final PipelineSettings settings;
    private final DeadLetterSink deadLetters;
    private final FreshCommit freshCommit;
    private @Nullable Task task;

    PipelineProcessor(PipelineSettings settings, DeadLetterSink deadLetters, FreshCommit freshCommit) {
        this.settings = settings;
        this.deadLetters = deadLetters;
        this.freshCommit = freshCommit;
    }

    @Override
    public void init(ProcessorContext<String, byte[]> context) {
        close();
        KeyValueStore<Bytes, byte[]> parts = context.getStateStore(PipelineTopology.STORE);
        EnvironmentStore store = new EnvironmentStore(parts, settings.cachedEnvironments(), settings.maxPayloadBytes());
        Pipelines pipelines = new Pipelines(
                new StreamsJournal(store, context, settings.maxPayloadBytes()), settings.limits(), settings.observer());
        task = new Task(context, pipelines, new Placement(settings.partitions()));
        pipelines.open();
        task.schedule();
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
            task.close();
            task = null;
        }
    }

    /** What lives from the task's start to its end. */
    private final class Task {

        private final ProcessorContext<String, byte[]> context;
        private final Pipelines pipelines;
        private final Placement placement;
        private @Nullable Cancellable ticking;

        private Task(ProcessorContext<String, byte[]> context, Pipelines pipelines, Placement placement) {
            this.context = context;
            this.pipelines = pipelines;
            this.placement = placement;
        }

        private void process(Record<String, byte[]> record) {
            RecordMetadata metadata = context.recordMetadata().orElseThrow();
            Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
            switch (Intake.read(metadata.topic(), record, now)) {
                case Arrival.Refused refused -> deadLetters.send(context, record, refused.reason());
                case Arrival.Accepted accepted -> accept(accepted, record, metadata);
            }
            schedule();
            freshCommit.afterRecord(context, record.timestamp());
        }

        private void accept(Arrival.Accepted accepted, Record<String, byte[]> record, RecordMetadata metadata) {
            PipelineEvent event = accepted.event();
            if (placement.elsewhere(record, event.environmentId(), metadata.partition())) {
                settings.onMisplaced().accept(metadata.topic());
                context.forward(
                        placement.moved(record, event.environmentId(), metadata.partition()),
                        PipelineTopology.placed(metadata.topic()));
                return;
            }
            Cause cause = new Cause(accepted.traceparent(), Instant.ofEpochMilli(record.timestamp()));
            try {
                for (Change.Output output : pipelines.handle(event, cause).outputs()) {
                    if (output.command() instanceof PipelineCommand.DeadLetter letter) {
                        deadLetters.send(context, record, letter.reason());
                    }
                }
            } catch (UndecidedException e) {
                deadLetters.send(context, record, "INTERNAL: " + e.getMessage());
            }
        }

        /** Ticks only while something is waited for: a punctuation begins a transaction even if nothing is due. */
        private void schedule() {
            if (ticking == null && pipelines.waiting()) {
                ticking = context.schedule(
                        settings.tickInterval(),
                        PunctuationType.WALL_CLOCK_TIME,
                        time -> tick(Instant.ofEpochMilli(time)));
            } else if (ticking != null && !pipelines.waiting()) {
                close();
            }
        }

        private void tick(Instant now) {
            if (pipelines.tick(now)) {
                context.commit();
            }
            schedule();
        }

        private void close() {
            if (ticking != null) {
                ticking.cancel();
                ticking = null;
            }
        }
    }
}
