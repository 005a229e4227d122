package io.slipway.orchestrator.kafka;

import io.slipway.orchestrator.app.Change;
import io.slipway.orchestrator.app.Environment;
import io.slipway.orchestrator.app.Journal;
import io.slipway.orchestrator.domain.state.EnvironmentState;
import io.slipway.orchestrator.kafka.store.EnvironmentStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** State in the task's store, commands on its sinks: Kafka Streams commits both with the offset of the record. */
final class StreamsJournal implements Journal {

    private final EnvironmentStore store;
    private final ProcessorContext<String, byte[]> context;
    private final int maxRecordBytes;

    StreamsJournal(EnvironmentStore store, ProcessorContext<String, byte[]> context, int maxRecordBytes) {
        this.store = store;
        this.context = context;
        this.maxRecordBytes = maxRecordBytes;
    }

    @Override
    public Environment load(String environmentId) {
        return store.load(environmentId);
    }

    @Override
    public List<EnvironmentState> active() {
        return store.active();
    }

    @Override
    public Entry prepare(Change change) {
        List<Outlet.Outgoing> outgoing = new ArrayList<>(change.outputs().size());
        for (Change.Output output : change.outputs()) {
            Outlet.encode(output, change.event().at()).ifPresent(outgoing::add);
        }
        outgoing.forEach(this::checkSize);
        Runnable state = store.prepare(change.before(), change.after());
        return () -> {
            state.run();
            outgoing.forEach(one -> context.forward(one.record(), one.topic()));
        };
    }

    @Override
    public boolean isBroken(RuntimeException failure) {
        return failure instanceof KafkaException;
    }

    /** The broker would refuse it, and the pipeline would try for ever. */
    private void checkSize(Outlet.Outgoing outgoing) {
        int bytes = outgoing.record().value().length;
        if (bytes > maxRecordBytes) {
            throw new IllegalStateException("a record for " + outgoing.topic() + " would have " + bytes
                    + " bytes where " + maxRecordBytes + " are allowed");
        }
    }
}
