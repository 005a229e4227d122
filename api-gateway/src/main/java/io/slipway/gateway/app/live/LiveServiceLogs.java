package io.slipway.gateway.app.live;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.gateway.app.catalog.EnvironmentSecrets;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What services write while somebody reads it. Each reader has a lease of its own, which it prolongs again and again with
 * the time of the newest line that it has; so a worker that was started again goes on where the reader is, and one whose
 * reader is gone stops.
 */
@ApplicationScoped
public class LiveServiceLogs {

    private static final Logger LOG = Logger.getLogger(LiveServiceLogs.class);
    /** A lease outlives two repetitions that do not arrive. */
    private static final int LEASE_RENEWALS = 3;

    private static final int WAITING_LINES = 2_000;
    private static final int WAITING_CHARACTERS = 2_000_000;

    private final ServiceLogs logs;
    private final EnvironmentSecrets secrets;
    private final StreamConfig config;
    private final Clock clock;

    LiveServiceLogs(ServiceLogs logs, EnvironmentSecrets secrets, StreamConfig config, Clock clock) {
        this.logs = logs;
        this.secrets = secrets;
        this.config = config;
        this.clock = clock;
    }

    /**
     * The lines of a service, until the subscriber goes.
     *
     * @param executor where the database is read; has to lead to the same context each time
     * @param take takes a line; the next one is not given before it is done
     * @return fails with {@link ApiException.NotFound} when the environment is not there any more
     */
    public Multi<Void> follow(Wanted wanted, Executor executor, Function<Line, Uni<Void>> take) {
        return Multi.createFrom().deferred(() -> {
            Reader reader = new Reader(wanted);
            Multi<Void> lease = Following.of(
                    Multi.createFrom().nothing(),
                    config.logRenewal(),
                    executor,
                    () -> logs.ready().chain(() -> renew(reader)));
            Multi<Void> lines = Following.of(reader.signals, config.heartbeat(), executor, () -> drain(reader, take));
            return Multi.createBy()
                    .merging()
                    .streams(lines, lease)
                    .onTermination()
                    .invoke(() -> end(reader));
        });
    }

    private Uni<Void> renew(Reader reader) {
        return secrets.of(reader.wanted.environment().id())
                .chain(ciphertexts -> logs.request(reader.lease(ciphertexts, false)));
    }

    private void end(Reader reader) {
        reader.close();
        logs.request(reader.lease(List.of(), true))
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf(failure, "a lease is left to expire"));
    }

    private static Uni<Void> drain(Reader reader, Function<Line, Uni<Void>> take) {
        return Multi.createBy()
                .repeating()
                .uni(() -> {
                    Line line = reader.buffer.poll();
                    return line == null
                            ? Uni.createFrom().item(false)
                            : take.apply(line).replaceWith(true);
                })
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /**
     * What a reader asks for.
     *
     * @param tail so many of the last lines of each instance
     * @param since only lines after this time; null = no matter when they were written
     * @param instance only those of this container or pod; null = all
     */
    public record Wanted(
            Environment environment,
            Service service,
            int tail,
            @Nullable Instant since,
            @Nullable String instance) {}

    private final class Reader {

        private final Wanted wanted;
        private final String leaseId = UUID.randomUUID().toString();
        private final LineBuffer buffer = new LineBuffer(WAITING_LINES, WAITING_CHARACTERS);
        private final Recent recent = new Recent();
        private final Multi<Boolean> signals;
        private final Runnable stop;
        private volatile @Nullable MultiEmitter<? super Boolean> emitter;
        private volatile @Nullable Instant newest;

        private Reader(Wanted wanted) {
            this.wanted = wanted;
            this.signals = Multi.createFrom().<Boolean>emitter(made -> emitter = made, BackPressureStrategy.LATEST);
            this.stop = logs.listen(wanted.environment().id().toString(), leaseId, this::take);
        }

        private LogsRequested lease(List<String> ciphertexts, boolean ended) {
            Instant now = clock.instant();
            Duration length = config.logRenewal().multipliedBy(LEASE_RENEWALS);
            Instant since = newest == null ? wanted.since() : newest.minus(Recent.OVERLAP);
            return new LogsRequested(
                    leaseId,
                    wanted.environment().id().toString(),
                    wanted.environment().clusterId().toString(),
                    wanted.service().id().toString(),
                    wanted.tail(),
                    since,
                    ciphertexts,
                    now,
                    now.plus(length),
                    ended);
        }

        private void take(ServiceLogLines record) {
            for (Line line : record.lines()) {
                if (wanted(line) && recent.isNew(line)) {
                    buffer.add(line);
                }
                if (line.severity() != Severity.NOTE
                        && (newest == null || line.at().isAfter(newest))) {
                    newest = line.at();
                }
            }
            MultiEmitter<? super Boolean> reading = emitter;
            if (reading != null) {
                reading.emit(true);
            }
        }

        private boolean wanted(Line line) {
            return wanted.instance() == null
                    || line.severity() == Severity.NOTE
                    || wanted.instance().equals(line.instance());
        }

        private void close() {
            stop.run();
        }
    }

    /** What came last: two workers may tell the same when one takes over from the other. */
    private static final class Recent {

        /** Lines of different instances do not come in order: the newest is not after all the others. */
        static final Duration OVERLAP = Duration.ofSeconds(2);

        private static final int REMEMBERED = 4_000;

        private final Set<Line> lines = new LinkedHashSet<>();

        boolean isNew(Line line) {
            if (line.severity() == Severity.NOTE) {
                return true;
            }
            // Of a long line its beginning tells.
            Line key = line.text().length() <= 100
                    ? line
                    : new Line(line.instance(), line.severity(), line.text().substring(0, 100), line.at());
            if (!lines.add(key)) {
                return false;
            }
            if (lines.size() > REMEMBERED) {
                Iterator<Line> oldest = lines.iterator();
                oldest.next();
                oldest.remove();
            }
            return true;
        }
    }
}
