package io.slipway.deploy.app;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.Clusters;
import io.slipway.runtime.ServiceKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows what services write for as long as somebody wants it. A reader's lease that is repeated goes on; one that is
 * not ends by itself, whatever became of the reader. A worker that was started again takes a lease up with its next
 * repetition, which says from when on lines are wanted.
 */
public final class LogLeases implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LogLeases.class);

    private final Clusters clusters;
    private final SecretCipher cipher;
    private final Sink sink;
    private final Limits limits;
    private final Clock clock;
    private final Map<String, FollowedLog> followed = new HashMap<>();
    private boolean closed;

    public LogLeases(Clusters clusters, SecretCipher cipher, Sink sink, Limits limits, Clock clock) {
        this.clusters = clusters;
        this.cipher = cipher;
        this.sink = sink;
        this.limits = limits;
        this.clock = clock;
    }

    /** Somebody wants a log, still wants it, or wants it no longer. Blocks while the runtime looks for the service. */
    public synchronized void requested(LogsRequested request) {
        Instant now = clock.instant();
        FollowedLog known = followed.get(request.leaseId());
        if (request.ended() || !request.expiresAt().isAfter(now)) {
            if (known != null && !request.requestedAt().isBefore(known.requestedAt())) {
                end(known);
            }
            return;
        }
        if (closed) {
            return;
        }
        try {
            SecretMasker masker = SecretMasker.of(
                    request.secrets().stream().map(cipher::decrypt).toList());
            if (known == null) {
                begin(request, masker);
            } else {
                known.renew(request, masker);
            }
        } catch (SecretException e) {
            LOG.errorf(e, "The log of service %s is not shown", request.serviceId());
            if (known != null) {
                end(known);
            }
            note(request, "The log cannot be shown: the service's secrets cannot be decrypted to mask them");
        } catch (StepException e) {
            note(request, "The log cannot be shown: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.warnf(e, "The log of service %s cannot be read", request.serviceId());
            note(request, "The log cannot be read at the moment");
        }
    }

    /** Writes what has come since the last time, and ends the leases that have expired; to be called several times a second. */
    public synchronized void tick() {
        Instant now = clock.instant();
        for (FollowedLog log : List.copyOf(followed.values())) {
            if (log.expiresAt().isAfter(now)) {
                log.write();
            } else {
                end(log);
            }
        }
    }

    /** How many logs are followed. */
    public synchronized int size() {
        return followed.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
        new ArrayList<>(followed.values()).forEach(this::end);
    }

    private void begin(LogsRequested request, SecretMasker masker) {
        if (followed.size() >= limits.readers()) {
            note(request, "The log is not shown: " + limits.readers() + " logs are followed already");
            return;
        }
        LineFilters filters;
        try {
            filters = LineFilters.of(request.wanted());
        } catch (IllegalArgumentException e) {
            note(request, "The log is not shown: " + e.getMessage());
            return;
        }
        // Where the reader has a place, or wants only some lines, those may be few among the others.
        boolean all = request.since() == null && request.wanted().isEmpty();
        int tail = all ? Math.clamp(request.tail(), 0, limits.tail()) : limits.tail();
        FollowedLog log = new FollowedLog(request, masker, filters, tail, sink, limits.linesPerSecond(), clock);
        log.follow(clusters.of(request.clusterId())
                .logs()
                .follow(new ServiceKey(request.environmentId(), request.serviceId()), tail, log::take));
        followed.put(request.leaseId(), log);
    }

    private void end(FollowedLog log) {
        followed.remove(log.leaseId());
        log.close();
    }

    private void note(LogsRequested request, String text) {
        ServiceLogLines.Line line = ServiceLogLines.Line.note(text, clock.instant());
        sink.write(new ServiceLogLines(
                        request.leaseId(), request.environmentId(), request.serviceId(), 0, List.of(line)))
                .whenComplete((_, failure) -> logFailure(failure));
    }

    static void logFailure(@Nullable Throwable failure) {
        if (failure != null) {
            LOG.warn("Lines of a service's log are not written", failure);
        }
    }

    /** Takes lines to where the readers are. */
    @FunctionalInterface
    public interface Sink {

        /** Completes when the lines are there. */
        CompletionStage<Void> write(ServiceLogLines lines);
    }

    /**
     * What readers may ask for.
     *
     * @param readers so many logs are followed at once
     * @param linesPerSecond so many lines of each log are told in the long run; five times as many at once
     * @param tail so many of the last lines of an instance are told at most
     */
    public record Limits(int readers, int linesPerSecond, int tail) {}
}
