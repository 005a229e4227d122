package io.slipway.kit.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Starts, watches and stops one topology.
 *
 * <p>A thread that fails is replaced: the new one goes on from the last commit, with nothing lost and nothing done twice.
 * If threads keep failing, the topology is stopped and {@code onFatal} is called; the process should end then, so that
 * whoever supervises it starts it afresh.
 */
public final class StreamsRunner implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(StreamsRunner.class);
    private static final Duration FAILURE_WINDOW = Duration.ofMinutes(5);

    private final KafkaStreams streams;
    private final StreamsSettings settings;
    private final Runnable onFatal;
    private final Deque<Instant> failures = new ArrayDeque<>();
    private volatile boolean wasRunning;
    private @Nullable KafkaStreamsMetrics metrics;

    /**
     * Prepares a topology; {@link #start} runs it.
     *
     * @param onFatal called once when the topology cannot go on; on the failing thread, so it must not block
     */
    public StreamsRunner(Topology topology, StreamsSettings settings, Runnable onFatal) {
        this.settings = settings;
        this.onFatal = onFatal;
        this.streams = new KafkaStreams(topology, settings.toProperties());
        streams.setUncaughtExceptionHandler(this::onFailure);
        streams.setStateListener((now, before) -> {
            LOG.infof("Streams %s: %s → %s", settings.applicationId(), before, now);
            wasRunning |= now == State.RUNNING;
        });
    }

    /** Begins to process. The source topics must exist. Returns before the first record is processed. */
    public void start() {
        streams.start();
    }

    /** Publishes the metrics of Kafka Streams and its clients, too. */
    public void bindTo(MeterRegistry registry) {
        metrics = new KafkaStreamsMetrics(streams);
        metrics.bindTo(registry);
    }

    /** Whether it can go on: false once it has failed for good or been stopped. */
    public boolean isLive() {
        return switch (streams.state()) {
            case CREATED, REBALANCING, RUNNING -> true;
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    /** Whether it processes: it has had its partitions and state at least once, and has not stopped since. */
    public boolean isReady() {
        return wasRunning && isLive();
    }

    /** What Kafka Streams says of itself. */
    public State state() {
        return streams.state();
    }

    /**
     * Ends processing after the records at hand and commits them. The instance stays a member of its group for the rest
     * of its session: after a quick restart it has its partitions back without a rebalance.
     */
    @Override
    public void close() {
        if (metrics != null) {
            metrics.close();
        }
        if (!streams.close(settings.stopTimeout())) {
            LOG.warnf("Streams %s did not stop within %s", settings.applicationId(), settings.stopTimeout());
        }
    }

    private StreamThreadExceptionResponse onFailure(Throwable failure) {
        if (replacementsLeft()) {
            LOG.errorf(failure, "A thread of streams %s failed and is replaced", settings.applicationId());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.fatalf(failure, "Threads of streams %s keep failing: giving up", settings.applicationId());
        onFatal.run();
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    private synchronized boolean replacementsLeft() {
        Instant now = Instant.now();
        failures.removeIf(at -> at.isBefore(now.minus(FAILURE_WINDOW)));
        failures.addLast(now);
        return failures.size() <= settings.maxThreadReplacements();
    }
}
