package io.slipway.gateway.app.outbox;

import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Moves records from the outbox to Kafka, on a thread of its own.
 *
 * <p>Records leave the database only after the broker has acknowledged them, so a crash between the two sends them again
 * and never loses one. Only one instance relays at a time, which keeps the order of each key.
 */
public final class OutboxRelay implements Runnable {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);

    private final OutboxQueue queue;
    private final RecordSender sender;
    private final int batchSize;
    private final Duration pollInterval;
    private volatile boolean running = true;
    private volatile boolean healthy = true;

    public OutboxRelay(OutboxQueue queue, RecordSender sender, int batchSize, Duration pollInterval) {
        this.queue = queue;
        this.sender = sender;
        this.batchSize = batchSize;
        this.pollInterval = pollInterval;
    }

    @Override
    public void run() {
        try (queue) {
            while (running && !Thread.currentThread().isInterrupted()) {
                relay();
            }
        }
    }

    /** Ends {@link #run()} after the batch in hand. */
    public void stop() {
        running = false;
    }

    /** Whether the last batch got through. */
    public boolean healthy() {
        return healthy;
    }

    private void relay() {
        try {
            int taken = queue.take(batchSize, sender::send);
            healthy = true;
            if (taken == 0 && running) {
                queue.await(pollInterval);
            }
        } catch (RuntimeException e) {
            if (!running) {
                return;
            }
            if (healthy) {
                LOG.warn("the outbox cannot be sent at the moment; its records wait", e);
            }
            healthy = false;
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(pollInterval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
