package io.slipway.deploy.app;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.runtime.Handle;
import io.slipway.runtime.LogLine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One log that one reader follows. Lines come from the runtime's threads and leave in records of many lines, one record
 * at a time. What is more than the rate allows, or than waits already, is left out, and a note in its place says how much
 * that was.
 */
final class FollowedLog implements AutoCloseable {

    private static final int BURST_SECONDS = 5;
    private static final int WAITING_LINES = 5_000;
    private static final int RECORD_LINES = 500;
    private static final int RECORD_CHARACTERS = 200_000;
    private static final int LINE_CHARACTERS = 16_000;

    private final LogLeases.Sink sink;
    private final int linesPerSecond;
    private final Clock clock;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final @Nullable Instant since;
    private LogsRequested request;
    private SecretMasker masker;
    private @Nullable Handle handle;
    private double allowance;
    private Instant counted;
    private long leftOut;
    private long sequence;
    private boolean writing;
    private boolean closed;

    FollowedLog(LogsRequested request, SecretMasker masker, LogLeases.Sink sink, int linesPerSecond, Clock clock) {
        this.request = request;
        this.since = request.since();
        this.masker = masker;
        this.sink = sink;
        this.linesPerSecond = linesPerSecond;
        this.clock = clock;
        this.allowance = (double) linesPerSecond * BURST_SECONDS;
        this.counted = clock.instant();
    }

    synchronized String leaseId() {
        return request.leaseId();
    }

    synchronized Instant requestedAt() {
        return request.requestedAt();
    }

    synchronized Instant expiresAt() {
        return request.expiresAt();
    }

    /** Lines may have come before this is known. */
    synchronized void follow(Handle following) {
        handle = following;
    }

    synchronized void renew(LogsRequested again, SecretMasker withSecrets) {
        if (!again.requestedAt().isBefore(request.requestedAt())) {
            request = again;
            masker = withSecrets;
        }
    }

    /** The service wrote a line. */
    synchronized void take(LogLine line) {
        if (closed || (since != null && !line.at().isAfter(since))) {
            return;
        }
        Instant now = clock.instant();
        double earned = linesPerSecond * (Duration.between(counted, now).toMillis() / 1000.0);
        allowance = Math.min((double) linesPerSecond * BURST_SECONDS, allowance + earned);
        counted = now;
        if (allowance < 1 || waiting.size() >= WAITING_LINES) {
            leftOut++;
            return;
        }
        allowance--;
        noteLeftOut();
        String text = masker.mask(line.text());
        waiting.add(new Line(
                line.instance(),
                line.stderr() ? Severity.ERROR : Severity.OUTPUT,
                text.length() <= LINE_CHARACTERS ? text : text.substring(0, LINE_CHARACTERS) + "…",
                line.at()));
    }

    /** Writes a record with what waits, unless the one before is still on its way. */
    void write() {
        ServiceLogLines record = next();
        if (record != null) {
            sink.write(record).whenComplete((_, failure) -> {
                written();
                LogLeases.logFailure(failure);
            });
        }
    }

    @Override
    public void close() {
        Handle following;
        synchronized (this) {
            closed = true;
            following = handle;
            waiting.clear();
        }
        if (following != null) {
            following.close();
        }
    }

    private synchronized @Nullable ServiceLogLines next() {
        if (writing) {
            return null;
        }
        noteLeftOut();
        if (waiting.isEmpty()) {
            return null;
        }
        List<Line> lines = new ArrayList<>();
        int characters = 0;
        while (!waiting.isEmpty() && lines.size() < RECORD_LINES && characters < RECORD_CHARACTERS) {
            Line line = waiting.remove();
            characters += line.text().length();
            lines.add(line);
        }
        writing = true;
        return new ServiceLogLines(request.leaseId(), request.environmentId(), request.serviceId(), ++sequence, lines);
    }

    private synchronized void written() {
        writing = false;
    }

    private void noteLeftOut() {
        if (leftOut > 0) {
            waiting.add(new Line(
                    "",
                    Severity.NOTE,
                    leftOut + " lines left out: more than " + linesPerSecond + " a second",
                    clock.instant()));
            leftOut = 0;
        }
    }
}
