package io.slipway.gateway.app.outbox;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The appended records, to be taken out by one relay at a time; one thread uses it, and it blocks. */
public interface OutboxQueue extends AutoCloseable {

    /**
     * Takes the oldest records out, in order, and commits that once {@code send} has returned; if it throws, or the
     * process dies, they stay.
     *
     * @return how many were taken; 0 if there are none, or if another instance is at it
     */
    int take(int atMost, Consumer<List<OutboxRecord>> send);

    /** Waits until records are appended, by any instance, or the time has passed. */
    void await(Duration atMost);

    @Override
    void close();
}
