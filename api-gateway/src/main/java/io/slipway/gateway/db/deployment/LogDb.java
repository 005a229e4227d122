package io.slipway.gateway.db.deployment;

import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.history.LogStore;
import io.slipway.gateway.domain.history.LogEntry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class LogDb implements LogStore {

    /**
     * Until the transaction ends, nobody else adds lines to these environments' logs. Times are given after that, so
     * whoever sees a line sees all with earlier times, too.
     */
    private static final String IN_ORDER = """
            select 1 from (select json_array_elements_text(cast(:environments as json)) as environment order by 1) sorted
            cross join lateral pg_advisory_xact_lock(hashtextextended('deployment_log ' || environment, 0))
            """;

    /**
     * All lines travel in one parameter: one statement for a batch, whatever its size. A line is told under the time at
     * which it was written if that is later than the time of the line before it, else a microsecond after that; a writer
     * whose clock is ahead does not take the others along, as no line is told later than it is added.
     */
    private static final String APPEND = """
            insert into deployment_log
                (environment_id, deployment_id, service_id, attempt, source, at, told_at, level, message)
            select environment_id, deployment_id, service_id, attempt, source, at,
                   greatest(
                       max(least(at, statement_timestamp()) - place * interval '1 microsecond')
                           over (partition by environment_id order by place),
                       (select max(known.told_at) from deployment_log known
                        where known.environment_id = line.environment_id)) + place * interval '1 microsecond',
                   level, message
            from (select *, row_number() over (partition by environment_id order by number) as place
                  from json_to_recordset(cast(:lines as json)) as given (
                      number bigint, environment_id uuid, deployment_id text, service_id text, attempt bigint,
                      source text, at timestamptz, level text, message text)
                  where exists (select 1 from environment e where e.id = given.environment_id)) line
            on conflict (environment_id, deployment_id, service_id, attempt, source, at) do nothing
            """;

    private static final String READ = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint),
                   cast(extract(epoch from told_at) * 1000000 as bigint)
            from (select * from deployment_log
                  where environment_id = cast(:environment as uuid) and deployment_id = :deployment
                  order by told_at desc limit :limit) newest
            order by told_at
            """;

    private static final String AFTER = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint),
                   cast(extract(epoch from told_at) * 1000000 as bigint)
            from deployment_log
            where environment_id = cast(:environment as uuid) and deployment_id = :deployment
              and told_at > cast(:after as timestamptz)
            order by told_at limit :limit
            """;

    private static final String OF_SERVICE = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint),
                   cast(extract(epoch from told_at) * 1000000 as bigint), deployment_id
            from (select * from deployment_log
                  where environment_id = cast(:environment as uuid) and service_id = :service
                  order by told_at desc limit :limit) newest
            order by told_at
            """;

    private final Changes changes;

    LogDb(Changes changes) {
        this.changes = changes;
    }

    @Override
    public Uni<Void> append(List<Line> lines) {
        if (lines.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Set<UUID> environments = lines.stream().map(Line::environmentId).collect(Collectors.toSet());
        return Sql.of(IN_ORDER)
                .with("environments", Sql.json(environments))
                .list(_ -> true)
                .chain(() ->
                        Sql.of(APPEND).with("lines", Sql.json(columns(lines))).run())
                .chain(() -> changes.announceLines(environments));
    }

    @Override
    public Uni<List<Told>> after(UUID environmentId, String deploymentId, @Nullable Instant after, int limit) {
        return Sql.of(AFTER)
                .with("environment", environmentId.toString())
                .with("deployment", deploymentId)
                .with("after", after == null ? "-infinity" : after.toString())
                .with("limit", limit)
                .list(row -> told(deploymentId, row));
    }

    @Override
    public Uni<List<Told>> of(UUID environmentId, String deploymentId, int limit) {
        return Sql.of(READ)
                .with("environment", environmentId.toString())
                .with("deployment", deploymentId)
                .with("limit", limit)
                .list(row -> told(deploymentId, row));
    }

    @Override
    public Uni<List<Told>> ofService(UUID environmentId, String serviceId, int limit) {
        return Sql.of(OF_SERVICE)
                .with("environment", environmentId.toString())
                .with("service", serviceId)
                .with("limit", limit)
                .list(row -> told(row.get(7, String.class), row));
    }

    private static List<Map<String, Object>> columns(List<Line> lines) {
        return IntStream.range(0, lines.size())
                .mapToObj(number -> {
                    LogEntry entry = lines.get(number).entry();
                    return Map.<String, Object>of(
                            "number", number,
                            "environment_id", lines.get(number).environmentId(),
                            "deployment_id", entry.deploymentId(),
                            "service_id", entry.serviceId(),
                            "attempt", entry.attempt(),
                            "source", entry.source(),
                            "at", entry.at().toString(),
                            "level", entry.level().name(),
                            "message", entry.message());
                })
                .toList();
    }

    private static Told told(String deploymentId, Tuple row) {
        return new Told(
                time(row.get(6, Long.class)),
                new LogEntry(
                        deploymentId,
                        row.get(0, String.class),
                        row.get(1, Long.class),
                        row.get(2, String.class),
                        Level.valueOf(row.get(3, String.class)),
                        row.get(4, String.class),
                        time(row.get(5, Long.class))));
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
