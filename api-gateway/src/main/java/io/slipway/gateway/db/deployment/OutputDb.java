package io.slipway.gateway.db.deployment;

import io.slipway.events.work.OutputHarvested;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.gateway.app.feed.OutputStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
class OutputDb implements OutputStore {

    private static final String HOLD = """
            insert into pending_output (environment_id, attempt, job_id, harvested)
            values (cast(:environment as uuid), :attempt, cast(:job as uuid), :harvested)
            on conflict do nothing
            """;

    private static final String TAKE = """
            select harvested from pending_output
            where environment_id = cast(:environment as uuid) and attempt = :attempt
            """;

    private static final String DROP = """
            delete from pending_output
            where environment_id = cast(:environment as uuid) and job_id = cast(:job as uuid) and attempt <= :attempt
            """;

    private static final String APPLY = """
            insert into job_output as o (job_id, environment_id, name, secret, value, attempt, created_at, updated_at)
            select s.id, s.environment_id, output.name, output.secret, output.value, :attempt,
                   cast(:at as timestamptz), cast(:at as timestamptz)
            from service s, json_to_recordset(cast(:outputs as json)) as output (name text, secret boolean, value text)
            where s.id = cast(:job as uuid) and s.environment_id = cast(:environment as uuid)
            on conflict (job_id, name) do update set secret = excluded.secret, value = excluded.value,
                attempt = excluded.attempt, updated_at = excluded.updated_at
            where o.attempt < excluded.attempt
            """;

    @Override
    public Uni<Void> hold(UUID environmentId, UUID jobId, OutputHarvested harvested) {
        return Sql.of(HOLD)
                .with("environment", environmentId.toString())
                .with("attempt", harvested.step().attempt())
                .with("job", jobId.toString())
                .with("harvested", Sql.json(harvested))
                .run();
    }

    @Override
    public Uni<List<OutputHarvested>> take(UUID environmentId, long attempt) {
        return Sql.of(TAKE)
                .with("environment", environmentId.toString())
                .with("attempt", attempt)
                .list(row -> Sql.read(row.get(0, String.class), OutputHarvested.class));
    }

    @Override
    public Uni<Void> drop(UUID environmentId, UUID jobId, long upToAttempt) {
        return Sql.of(DROP)
                .with("environment", environmentId.toString())
                .with("job", jobId.toString())
                .with("attempt", upToAttempt)
                .run();
    }

    @Override
    public Uni<Void> apply(UUID environmentId, UUID jobId, long attempt, List<OutputVariable> outputs, Instant at) {
        if (outputs.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Map<String, Object>> rows = outputs.stream()
                .map(output -> Map.<String, Object>of(
                        "name", output.name(),
                        "secret", output.value().secret(),
                        "value", output.value().text().replace("\0", "")))
                .toList();
        return Sql.of(APPLY)
                .with("environment", environmentId.toString())
                .with("job", jobId.toString())
                .with("attempt", attempt)
                .with("outputs", Sql.json(rows))
                .with("at", at.toString())
                .run();
    }
}
