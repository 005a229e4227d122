package io.slipway.build.app;

import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.StepRef;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.runtime.StepLog;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The log of one build: masks every line, publishes a bounded number of them and remembers the last ones for the reason
 * of a failure.
 */
final class BuildLog implements StepLog {

    private static final int TAIL = 12;
    private static final int MAX_TAIL_LINE = 300;

    private final StepRef step;
    private final DeploymentLog published;
    private final int maxLines;
    private final Deque<String> tail = new ArrayDeque<>(TAIL);
    private SecretMasker masker = SecretMasker.of(List.of());
    private long lines;

    BuildLog(StepRef step, DeploymentLog published, int maxLines) {
        this.step = step;
        this.published = published;
        this.maxLines = maxLines;
    }

    /** From now on these secrets are masked. */
    synchronized void mask(SecretMasker secrets) {
        masker = secrets;
    }

    /** {@code text} without secrets. */
    synchronized String masked(String text) {
        return masker.mask(text);
    }

    /** For what the engine says: its last lines belong to the reason of a failure. */
    StepLog ofEngine() {
        return (level, message, at) -> {
            remember(message);
            line(level, message, at);
        };
    }

    private synchronized void remember(String message) {
        String masked = masker.mask(message);
        tail.addLast(masked.length() <= MAX_TAIL_LINE ? masked : masked.substring(0, MAX_TAIL_LINE) + "…");
        if (tail.size() > TAIL) {
            tail.removeFirst();
        }
    }

    @Override
    public synchronized void line(Level level, String message, Instant at) {
        String masked = masker.mask(message);
        lines++;
        if (lines <= maxLines) {
            published.line(step, Source.BUILD, level, masked);
        } else if (lines == maxLines + 1L) {
            published.line(
                    step, Source.BUILD, Level.WARNING, "More than " + maxLines + " lines: the rest is left out here");
        }
    }

    /** A line that is published however many there were before. */
    synchronized void result(Level level, String message) {
        published.line(step, Source.BUILD, level, masker.mask(message));
    }

    /** The last lines of the engine. */
    synchronized List<String> tail() {
        return List.copyOf(tail);
    }
}
