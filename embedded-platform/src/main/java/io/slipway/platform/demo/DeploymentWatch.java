package io.slipway.platform.demo;

import io.slipway.platform.client.SlipwayClient;
import io.slipway.platform.terminal.LiveTable;
import io.slipway.platform.terminal.Screen;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches an environment while something happens to it, and shows it. The gateway's live stream is followed; should it
 * fail, the statuses are asked for again and again.
 */
final class DeploymentWatch {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration POLL = Duration.ofMillis(500);

    private final SlipwayClient client;
    private final String environmentId;
    private final Map<String, String> names;
    private final Screen screen;
    private final LongSupplier nanos;

    DeploymentWatch(SlipwayClient client, String environmentId, Map<String, String> names, Screen screen) {
        this(client, environmentId, names, screen, System::nanoTime);
    }

    /** The same by a clock in nanoseconds from any fixed point. */
    DeploymentWatch(
            SlipwayClient client, String environmentId, Map<String, String> names, Screen screen, LongSupplier nanos) {
        this.client = client;
        this.environmentId = environmentId;
        this.names = Map.copyOf(names);
        this.screen = screen;
        this.nanos = nanos;
    }

    /** How the environment is now; empty if it is gone. */
    Optional<Snapshot> now() {
        return client.statusesWithStages(environmentId).map(Snapshot::of);
    }

    /**
     * Watches until {@code done} or the environment is gone.
     *
     * @return the last snapshot; empty if the environment is gone
     * @throws DemoFailure if that takes longer than {@code patience}
     */
    Optional<Snapshot> until(Predicate<Snapshot> done, Duration patience) {
        DeploymentTable rows = new DeploymentTable(names);
        LiveTable table = new LiveTable(screen);
        long deadline = nanos.getAsLong() + patience.toNanos();
        try (Feed feed = new Feed()) {
            @Nullable Snapshot last = null;
            while (nanos.getAsLong() < deadline) {
                Optional<Optional<Snapshot>> news = feed.next();
                if (news.isPresent() && news.get().isEmpty()) {
                    return Optional.empty();
                }
                last = news.flatMap(snapshot -> snapshot).orElse(last);
                if (last != null) {
                    table.show(rows.rows(last, System.nanoTime()));
                    if (done.test(last)) {
                        return Optional.of(last);
                    }
                }
            }
            throw new DemoFailure("The environment is still " + (last == null ? "silent" : last.state()) + " after "
                    + patience.toSeconds() + " s");
        }
    }

    /** Snapshots as they come, from the stream or by asking. */
    private final class Feed implements AutoCloseable {

        /** An empty snapshot stands for an environment that is gone. */
        private final LinkedBlockingQueue<Optional<Snapshot>> snapshots = new LinkedBlockingQueue<>();

        private final AtomicBoolean closed = new AtomicBoolean();
        private final AtomicBoolean streaming = new AtomicBoolean(true);
        private long lastAsked;

        Feed() {
            Thread.ofVirtual().name("status-stream").start(this::follow);
        }

        Optional<Optional<Snapshot>> next() {
            if (!streaming.get() && System.nanoTime() - lastAsked > POLL.toNanos()) {
                lastAsked = System.nanoTime();
                snapshots.add(now());
            }
            try {
                return Optional.ofNullable(snapshots.poll(REDRAW.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoFailure("Interrupted");
            }
        }

        private void follow() {
            try {
                client.followStatus(environmentId, event -> {
                    if (closed.get()) {
                        throw new StopFollowing();
                    }
                    snapshots.add(Optional.of(Snapshot.of(event)));
                });
            } catch (StopFollowing e) {
                return;
            } catch (RuntimeException e) {
                if (!closed.get() && !(e instanceof UncheckedIOException)) {
                    screen.line("The status stream ended (" + e.getMessage() + "); asking instead.");
                }
            }
            // The stream ends when the environment is gone, and when the gateway does: asking tells which.
            streaming.set(false);
        }

        @Override
        public void close() {
            closed.set(true);
        }
    }

    private static final class StopFollowing extends RuntimeException {}
}
