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

@ApplicationScoped
class LogDb implements LogStore {

    /**
     * Until the transaction ends, nobody else adds lines to these environments' logs. Numbers are given after that, so
     * whoever sees a line sees all with smaller numbers, too.
     */
    private static final String IN_ORDER = """
            select 1 from (select json_array_elements_text(cast(:environments as json)) as environment order by 1) sorted
            cross join lateral pg_advisory_xact_lock(hashtextextended('deployment_log ' || environment, 0))
            """;

    /** All lines travel in one parameter: one statement for a batch, whatever its size. */
    private static final String APPEND = """
            insert into deployment_log
                (environment_id, deployment_id, service_id, attempt, source, at, level, message)
            select environment_id, deployment_id, service_id, attempt, source, at, level, message
            from json_to_recordset(cast(:lines as json)) as line (
                environment_id uuid, deployment_id text, service_id text, attempt bigint, source text,
                at timestamptz, level text, message text)
            where exists (select 1 from environment e where e.id = line.environment_id)
            on conflict do nothing
            """;

    private static final String READ = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint)
            from (select * from deployment_log
                  where environment_id = cast(:environment as uuid) and deployment_id = :deployment
                  order by at desc, service_id desc, attempt desc, source desc limit :limit) newest
            order by at, service_id, attempt, source
            """;

    private static final String AFTER = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint),
                   ordinal
            from deployment_log
            where environment_id = cast(:environment as uuid) and deployment_id = :deployment and ordinal > :ordinal
            order by ordinal limit :limit
            """;

    private static final String OF_SERVICE = """
            select service_id, attempt, source, level, message, cast(extract(epoch from at) * 1000000 as bigint),
                   deployment_id
            from (select * from deployment_log
                  where environment_id = cast(:environment as uuid) and service_id = :service
                  order by at desc, attempt desc, source desc limit :limit) newest
            order by at, attempt, source
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
                .chain(() -> Sql.of(APPEND)
                        .with(
                                "lines",
                                Sql.json(lines.stream().map(LogDb::columns).toList()))
                        .run())
                .chain(() -> changes.announceLines(environments));
    }

    @Override
    public Uni<List<Numbered>> after(UUID environmentId, String deploymentId, long ordinal, int limit) {
        return Sql.of(AFTER)
                .with("environment", environmentId.toString())
                .with("deployment", deploymentId)
                .with("ordinal", ordinal)
                .with("limit", limit)
                .list(row -> new Numbered(row.get(6, Long.class), entry(deploymentId, row)));
    }

    @Override
    public Uni<List<LogEntry>> of(UUID environmentId, String deploymentId, int limit) {
        return Sql.of(READ)
                .with("environment", environmentId.toString())
                .with("deployment", deploymentId)
                .with("limit", limit)
                .list(row -> entry(deploymentId, row));
    }

    @Override
    public Uni<List<LogEntry>> ofService(UUID environmentId, String serviceId, int limit) {
        return Sql.of(OF_SERVICE)
                .with("environment", environmentId.toString())
                .with("service", serviceId)
                .with("limit", limit)
                .list(row -> entry(row.get(6, String.class), row));
    }

    private static Map<String, Object> columns(Line line) {
        LogEntry entry = line.entry();
        return Map.of(
                "environment_id", line.environmentId(),
                "deployment_id", entry.deploymentId(),
                "service_id", entry.serviceId(),
                "attempt", entry.attempt(),
                "source", entry.source(),
                "at", entry.at().toString(),
                "level", entry.level().name(),
                "message", entry.message());
    }

    private static LogEntry entry(String deploymentId, Tuple row) {
        return new LogEntry(
                deploymentId,
                row.get(0, String.class),
                row.get(1, Long.class),
                row.get(2, String.class),
                Level.valueOf(row.get(3, String.class)),
                row.get(4, String.class),
                Instant.EPOCH.plus(row.get(5, Long.class), ChronoUnit.MICROS));
    }
}
