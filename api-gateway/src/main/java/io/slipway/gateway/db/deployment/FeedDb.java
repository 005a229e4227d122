package io.slipway.gateway.db.deployment;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.gateway.app.feed.FeedStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
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
            select status, event_sequence, described from environment_feed
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

    private static final String SAVE_POSITION = """
            update environment_feed set event_sequence = :sequence, described = :described
            where environment_id = cast(:environment as uuid)
            """;

    @Override
    public Uni<Optional<Position>> lock(UUID environmentId) {
        return Sql.of(ENSURE)
                .with("environment", environmentId.toString())
                .run()
                .chain(() -> Sql.of(LOCK)
                        .with("environment", environmentId.toString())
                        .first(FeedDb::position));
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
    public Uni<Void> savePosition(UUID environmentId, long eventSequence, List<Stage> described) {
        return Sql.of(SAVE_POSITION)
                .with("environment", environmentId.toString())
                .with("sequence", eventSequence)
                .with("described", Sql.json(described))
                .run();
    }

    private static Position position(Tuple row) {
        String status = row.get(0, String.class);
        return new Position(
                status == null ? null : Sql.read(status, EnvironmentStatus.class),
                row.get(1, Long.class),
                Sql.readList(row.get(2, String.class), Stage.class));
    }
}
