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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log that one reader follows. Lines come from the runtime's threads and leave in records of many lines, one record
 * at a time. What the reader does not want does not count; what is more than the rate allows, or than waits already, is
 * left out, and a note in its place says how much that was.
 */
final class FollowedLog implements AutoCloseable {

    private static final int BURST_SECONDS = 5;
    private static final int WAITING_LINES = 5_000;
    private static final int RECORD_LINES = 500;
    private static final int RECORD_CHARACTERS = 200_000;
    private static final int LINE_CHARACTERS = 16_000;
    private static final int NOTHING_MISSING = -1;

    private final LogLeases.Sink sink;
    private final int linesPerSecond;
    private final Clock clock;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final @Nullable Instant since;
    private LogsRequested request;
    private final LineFilters filters;
    private final int tail;
    private final Instant begun;
    /** How many lines of the past came from an instance, as long as the reader's place was not among them. */
    private final Map<String, Integer> past = new HashMap<>();

    private SecretMasker masker;
    private @Nullable Handle handle;
    private double allowance;
    private Instant counted;
    private long leftOut;
    private long sequence;
    private boolean writing;
    private boolean closed;

    FollowedLog(
            LogsRequested request,
            SecretMasker masker,
            LineFilters filters,
            int tail,
            LogLeases.Sink sink,
            int linesPerSecond,
            Clock clock) {
        this.request = request;
        this.since = request.since();
        this.masker = masker;
        this.filters = filters;
        this.tail = tail;
        this.sink = sink;
        this.linesPerSecond = linesPerSecond;
        this.clock = clock;
        this.allowance = (double) linesPerSecond * BURST_SECONDS;
        this.begun = clock.instant();
        this.counted = begun;
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
        if (closed || !isWanted(line)) {
            return;
        }
        Severity severity = line.stderr() ? Severity.ERROR : Severity.OUTPUT;
        if (!filters.wantInstance(line.instance()) || !filters.wantLevel(severity)) {
            return;
        }
        // Whoever looks for a secret must not see by the lines that come whether it is there.
        String masked = filters.readText() ? masker.mask(line.text()) : null;
        if (masked != null && !filters.wantText(masked)) {
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
        String text = masked == null ? masker.mask(line.text()) : masked;
        waiting.add(new Line(
                line.instance(),
                severity,
                text.length() <= LINE_CHARACTERS ? text : text.substring(0, LINE_CHARACTERS) + "…",
                line.at(),
                line.version()));
    }

    /** Whether the reader does not have the line. Where lines between are missing, because only so many are read, it is told. */
    private boolean isWanted(LogLine line) {
        if (since == null) {
            return true;
        }
        if (!line.at().isAfter(since)) {
            past.put(line.instance(), NOTHING_MISSING);
            return false;
        }
        if (line.at().isBefore(begun) && past.merge(line.instance(), 1, FollowedLog::count) == tail) {
            waiting.add(Line.note(
                    "Of " + line.instance() + " only the last " + tail + " lines are there: earlier ones are left out",
                    clock.instant()));
        }
        return true;
    }

    private static int count(int before, int one) {
        return before == NOTHING_MISSING ? NOTHING_MISSING : before + one;
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
            waiting.add(
                    Line.note(leftOut + " lines left out: more than " + linesPerSecond + " a second", clock.instant()));
            leftOut = 0;
        }
    }
}
