package io.slipway.gateway.db.deployment;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.gateway.app.feed.FeedStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class FeedDb implements FeedStore {

    private static final String ENSURE = """
            insert into environment_feed (environment_id)
            select id from environment where id = cast(:environment as uuid)
            on conflict do nothing
            """;

    private static final String LOCK = """
            select status_sequence, event_sequence from environment_feed
            where environment_id = cast(:environment as uuid) for update
            """;

    private static final String SAVE_STATUS = """
            update environment_feed set status = :status, status_sequence = :sequence,
                   status_at = cast(:at as timestamptz)
            where environment_id = cast(:environment as uuid)
            """;

    private static final String CLEAR_STATUS = """
            update environment_feed set status = null, status_sequence = 0, status_at = null
            where environment_id = cast(:environment as uuid)
            """;

    private static final String ADVANCE = """
            update environment_feed set event_sequence = :sequence where environment_id = cast(:environment as uuid)
            """;

    private static final String DESCRIBE = """
            update environment_feed set described = :described where environment_id = cast(:environment as uuid)
            """;

    private static final String DESCRIBED =
            "select described from environment_feed where environment_id = cast(:environment as uuid)";

    private static final String STATUS = """
            select status from environment_feed
            where environment_id = cast(:environment as uuid) and status is not null
            """;

    @Override
    public Uni<Optional<Position>> lock(UUID environmentId) {
        return select(environmentId)
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found)
                        : of(ENSURE, environmentId).run().chain(() -> select(environmentId)));
    }

    @Override
    public Uni<Void> saveStatus(UUID environmentId, EnvironmentStatus status) {
        return Sql.of(SAVE_STATUS)
                .with("environment", environmentId.toString())
                .with("status", Sql.json(status))
                .with("sequence", status.sequence())
                .with("at", status.at().toString())
                .run();
    }

    @Override
    public Uni<Void> clearStatus(UUID environmentId) {
        return Sql.of(CLEAR_STATUS)
                .with("environment", environmentId.toString())
                .run();
    }

    @Override
    public Uni<Void> advance(UUID environmentId, long eventSequence) {
        return of(ADVANCE, environmentId).with("sequence", eventSequence).run();
    }

    @Override
    public Uni<Void> describe(UUID environmentId, List<Stage> stages) {
        return of(DESCRIBE, environmentId).with("described", Sql.json(stages)).run();
    }

    @Override
    public Uni<List<Stage>> described(UUID environmentId) {
        return of(DESCRIBED, environmentId)
                .first(row -> Sql.readList(row.get(0, String.class), Stage.class))
                .map(found -> found.orElse(List.of()));
    }

    @Override
    public Uni<Optional<EnvironmentStatus>> status(UUID environmentId) {
        return of(STATUS, environmentId).first(row -> Sql.read(row.get(0, String.class), EnvironmentStatus.class));
    }

    private static Uni<Optional<Position>> select(UUID environmentId) {
        return of(LOCK, environmentId).first(row -> new Position(row.get(0, Long.class), row.get(1, Long.class)));
    }

    private static Sql of(String statement, UUID environmentId) {
        return Sql.of(statement).with("environment", environmentId.toString());
    }
}
