package io.slipway.kit.log;

import io.micrometer.core.instrument.MeterRegistry;
import io.slipway.events.TopicCatalog;
import io.slipway.events.status.DeploymentLogLine;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.EventFactory;
import io.slipway.kit.kafka.EventPublisher;
import io.slipway.kit.metrics.KitMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class KafkaDeploymentLog implements DeploymentLog {

    private static final int MAX_PENDING = 10_000;
    private static final int MAX_LENGTH = 16 * 1024;
    private static final int MAX_CLOCKS = 4_096;

    private final EventPublisher publisher;
    private final EventFactory events;
    private final MeterRegistry metrics;

    /** Guarded by this: the time of the last line and the lines left out, per writer. */
    private final Map<Writer, Progress> writers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Writer, Progress> eldest) {
            return size() > MAX_CLOCKS;
        }
    };

    private int pending;
    private CompletableFuture<Void> lastWritten = CompletableFuture.completedFuture(null);

    KafkaDeploymentLog(EventPublisher publisher, EventFactory events, MeterRegistry metrics) {
        this.publisher = publisher;
        this.events = events;
        this.metrics = metrics;
    }

    @Override
    public synchronized void line(StepRef step, Source source, Level level, String maskedMessage) {
        Progress progress = writers.computeIfAbsent(
                new Writer(step.environmentId(), step.serviceId(), step.attempt(), source), _ -> new Progress());
        if (pending >= MAX_PENDING) {
            progress.leftOut++;
            metrics.counter(KitMetrics.LOG_LINES_DROPPED).increment();
            return;
        }
        if (progress.leftOut > 0) {
            String notice = progress.leftOut + " lines left out: they came faster than they could be written";
            progress.leftOut = 0;
            append(step, source, Level.WARNING, notice, progress);
        }
        append(step, source, level, limited(maskedMessage), progress);
    }

    @Override
    public synchronized CompletionStage<Void> flush() {
        return lastWritten.minimalCompletionStage();
    }

    private void append(StepRef step, Source source, Level level, String message, Progress progress) {
        var event = events.event(
                step,
                new DeploymentLogLine(
                        step.environmentId(),
                        step.deploymentId(),
                        step.serviceId(),
                        step.attempt(),
                        source,
                        level,
                        message,
                        progress.next(events.now())));
        pending++;
        CompletionStage<Void> written = publisher
                .publish(TopicCatalog.DEPLOYMENT_LOG, step.environmentId(), event)
                .handle((_, _) -> settled());
        lastWritten = lastWritten.thenCombine(written, (_, _) -> null);
    }

    private synchronized @Nullable Void settled() {
        pending--;
        return null;
    }

    private static String limited(String message) {
        return message.length() <= MAX_LENGTH
                ? message
                : message.substring(0, MAX_LENGTH) + "… (" + (message.length() - MAX_LENGTH) + " characters more)";
    }

    /** Whose times are to differ. */
    private record Writer(String environmentId, String serviceId, long attempt, Source source) {}

    private static final class Progress {

        private @Nullable Instant last;
        private long leftOut;

        private Instant next(Instant now) {
            Instant next = last == null || now.isAfter(last) ? now : last.plusNanos(1_000);
            last = next;
            return next;
        }
    }
}
