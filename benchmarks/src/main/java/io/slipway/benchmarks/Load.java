package io.slipway.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** The same call again and again, by a fixed number of callers that each wait for the answer before the next call. */
final class Load {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration SINGLE = Duration.ofSeconds(3);
    private static final Duration MANY = Duration.ofSeconds(5);

    private Load() {}

    /** Something that a caller does; {@code once} returns the microseconds that count. */
    interface Caller extends AutoCloseable {
        long once() throws Exception;

        @Override
        void close() throws IOException, SQLException;
    }

    /** Makes a caller with what it needs for itself, such as a connection. */
    interface Callers {
        Caller open() throws Exception;
    }

    /** Latencies in microseconds, and how many calls there were in a second. */
    record Measured(Histogram micros, double perSecond) {}

    /** The same load by one caller and by many. */
    record Pair(Measured single, Measured many) {}

    /** Warms up with {@code callers} callers, then measures one, then all of them. */
    static Pair measure(int callers, Callers source) throws Exception {
        run(callers, WARM_UP, source);
        return new Pair(run(1, SINGLE, source), run(callers, MANY, source));
    }

    private static Measured run(int callers, Duration duration, Callers source) throws Exception {
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Histogram> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<Histogram>> running = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                running.add(threads.submit(() -> call(source, end)));
            }
            for (Future<Histogram> one : running) {
                all.add(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed", e.getCause());
        }
        Histogram sum = empty();
        all.forEach(sum::add);
        return new Measured(sum, sum.getTotalCount() / ((System.nanoTime() - start) / 1e9));
    }

    private static Histogram call(Callers source, long end) throws Exception {
        Histogram histogram = empty();
        try (Caller caller = source.open()) {
            while (System.nanoTime() < end) {
                histogram.recordValue(Math.min(caller.once(), histogram.getHighestTrackableValue()));
            }
        }
        return histogram;
    }

    private static Histogram empty() {
        return new Histogram(60_000_000L, 3);
    }
}
