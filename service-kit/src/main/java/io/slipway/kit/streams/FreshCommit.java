package io.slipway.kit.streams;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * Decides which records ask for a commit at once.
 *
 * <p>With exactly-once output is visible after the commit, so one event alone is answered fastest when it is committed
 * right away. A commit costs milliseconds, though: asked for by every record of a backlog, it brings processing to a
 * standstill. So only a record that is fresh asks, and no sooner than a pause after the last one that did; the others
 * wait for the commit interval. One gate serves a whole topology.
 */
public final class FreshCommit {

    private final long freshMillis;
    private final long pauseNanos;
    private final LongSupplier millis;
    private final LongSupplier nanos;
    /** All tasks of a thread commit together, so the pause counts per thread. */
    private final ThreadLocal<@Nullable Long> lastAsked = new ThreadLocal<>();

    /**
     * @param freshness records younger than this ask
     * @param pause the least time between two that ask
     */
    public FreshCommit(Duration freshness, Duration pause) {
        this(freshness, pause, System::currentTimeMillis, System::nanoTime);
    }

    FreshCommit(Duration freshness, Duration pause, LongSupplier millis, LongSupplier nanos) {
        this.freshMillis = freshness.toMillis();
        this.pauseNanos = pause.toNanos();
        this.millis = millis;
        this.nanos = nanos;
    }

    /** Call it when a record has been processed: asks for a commit if the record is fresh. */
    public void afterRecord(ProcessingContext context, long recordTimestampMillis) {
        if (wanted(recordTimestampMillis)) {
            context.commit();
        }
    }

    /**
     * Whether a record with this timestamp is to ask for a commit now, for callers that have something to write before
     * they ask. A yes begins the pause.
     */
    public boolean wanted(long recordTimestampMillis) {
        if (millis.getAsLong() - recordTimestampMillis >= freshMillis) {
            return false;
        }
        long now = nanos.getAsLong();
        Long last = lastAsked.get();
        if (last != null && now - last < pauseNanos) {
            return false;
        }
        lastAsked.set(now);
        return true;
    }
}
