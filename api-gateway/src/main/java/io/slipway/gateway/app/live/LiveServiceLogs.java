package io.slipway.gateway.app.live;

import io.slipway.events.log.LogsRequested;
import io.slipway.events.log.ServiceLogLines;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.gateway.app.catalog.EnvironmentSecrets;
import io.slipway.gateway.app.error.ApiException;
import io.slipway.gateway.config.StreamConfig;
import io.slipway.gateway.domain.log.VersionNames;
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
    private final ServiceLogScopes scopes;
    private final EnvironmentSecrets secrets;
    private final StreamConfig config;
    private final Clock clock;

    LiveServiceLogs(
            ServiceLogs logs, ServiceLogScopes scopes, EnvironmentSecrets secrets, StreamConfig config, Clock clock) {
        this.logs = logs;
        this.scopes = scopes;
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
    public Multi<Void> follow(ServiceLogScope scope, Executor executor, Function<Line, Uni<Void>> take) {
        return Multi.createFrom().deferred(() -> {
            Reader reader = new Reader(scope);
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
        return scopes.versions(reader.scope.service())
                .invoke(names -> reader.versions = names)
                .chain(() -> secrets.of(reader.scope.environment().id()))
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

    private final class Reader {

        private final ServiceLogScope scope;
        private final String leaseId = UUID.randomUUID().toString();
        private final LineBuffer buffer = new LineBuffer(WAITING_LINES, WAITING_CHARACTERS);
        private final Recent recent = new Recent();
        private final Multi<Boolean> signals;
        private final Runnable stop;
        private volatile @Nullable MultiEmitter<? super Boolean> emitter;
        private volatile @Nullable Instant newest;
        private volatile VersionNames versions = new VersionNames(false, Set.of());

        private Reader(ServiceLogScope scope) {
            this.scope = scope;
            this.signals = Multi.createFrom().<Boolean>emitter(made -> emitter = made, BackPressureStrategy.LATEST);
            this.stop = logs.listen(scope.environment().id().toString(), leaseId, this::take);
        }

        private LogsRequested lease(List<String> ciphertexts, boolean ended) {
            Instant now = clock.instant();
            Duration length = config.logRenewal().multipliedBy(LEASE_RENEWALS);
            Instant since = newest == null ? scope.since() : newest.minus(Recent.OVERLAP);
            return new LogsRequested(
                    leaseId,
                    scope.environment().id().toString(),
                    scope.environment().clusterId().toString(),
                    scope.service().id().toString(),
                    scope.tail(),
                    since,
                    scope.allFilters(),
                    ciphertexts,
                    now,
                    now.plus(length),
                    ended);
        }

        private void take(ServiceLogLines record) {
            for (Line line : record.lines()) {
                Line named = named(line);
                if (scope.shows(named) && recent.isNew(line)) {
                    buffer.add(named);
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

        private Line named(Line line) {
            String tag = line.version();
            return tag == null
                    ? line
                    : new Line(line.instance(), line.severity(), line.text(), line.at(), versions.of(tag));
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
                    : new Line(
                            line.instance(), line.severity(), line.text().substring(0, 100), line.at(), line.version());
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
