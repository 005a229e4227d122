package io.slipway.gateway.db.deployment;

import io.slipway.events.status.EnvironmentStatus;
import io.slipway.events.status.StatusEvent.Stage;
import io.slipway.gateway.app.feed.FeedStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class FeedDb implements FeedStore {

    /** In one order everywhere, so that nobody waits for another who waits for them. */
    private static final String ENSURE = """
            insert into environment_feed (environment_id)
            select id from environment where id = any (cast(:environments as uuid[])) order by id
            on conflict do nothing
            """;

    private static final String LOCK = """
            select cast(environment_id as text), status_sequence, event_sequence from environment_feed
            where environment_id = any (cast(:environments as uuid[])) order by environment_id for update
            """;

    private static final String SAVE_STATUSES = """
            update environment_feed f set status = cast(s.status as text), status_sequence = s.sequence, status_at = s.at
            from json_to_recordset(cast(:statuses as json))
              as s (environment_id uuid, sequence bigint, at timestamptz, status json)
            where f.environment_id = s.environment_id
            """;

    private static final String CLEAR_STATUSES = """
            update environment_feed set status = null, status_sequence = 0, status_at = null
            where environment_id = any (cast(:environments as uuid[]))
            """;

    private static final String ADVANCE = """
            update environment_feed f set event_sequence = e.sequence
            from json_to_recordset(cast(:sequences as json)) as e (environment_id uuid, sequence bigint)
            where f.environment_id = e.environment_id
            """;

    private static final String DESCRIBE = """
            update environment_feed f set described = cast(d.stages as text)
            from json_to_recordset(cast(:described as json)) as d (environment_id uuid, stages json)
            where f.environment_id = d.environment_id
            """;

    private static final String DESCRIBED = """
            select cast(environment_id as text), described from environment_feed
            where environment_id = any (cast(:environments as uuid[]))
            """;

    private static final String STATUS = """
            select status from environment_feed
            where environment_id = cast(:environment as uuid) and status is not null
            """;

    @Override
    public Uni<Map<UUID, Position>> lock(Collection<UUID> environmentIds) {
        return select(environmentIds).chain(found -> {
            List<UUID> missing = environmentIds.stream()
                    .filter(id -> !found.containsKey(id))
                    .distinct()
                    .toList();
            return missing.isEmpty()
                    ? Uni.createFrom().item(found)
                    : Sql.of(ENSURE)
                            .with("environments", missing)
                            .run()
                            .chain(() -> select(missing))
                            .invoke(found::putAll)
                            .replaceWith(found);
        });
    }

    @Override
    public Uni<Void> saveStatuses(Map<UUID, EnvironmentStatus> statuses) {
        List<Map<String, Object>> rows = statuses.entrySet().stream()
                .map(entry -> Map.<String, Object>of(
                        "environment_id", entry.getKey(),
                        "sequence", entry.getValue().sequence(),
                        "at", entry.getValue().at().toString(),
                        "status", entry.getValue()))
                .toList();
        return Sql.of(SAVE_STATUSES).with("statuses", Sql.json(rows)).run();
    }

    @Override
    public Uni<Void> clearStatuses(Collection<UUID> environmentIds) {
        return Sql.of(CLEAR_STATUSES).with("environments", environmentIds).run();
    }

    @Override
    public Uni<Void> advance(Map<UUID, Long> eventSequences) {
        return Sql.of(ADVANCE)
                .with("sequences", Sql.json(rows(eventSequences, "sequence")))
                .run();
    }

    @Override
    public Uni<Void> describe(Map<UUID, List<Stage>> stages) {
        return Sql.of(DESCRIBE)
                .with("described", Sql.json(rows(stages, "stages")))
                .run();
    }

    @Override
    public Uni<Map<UUID, List<Stage>>> described(Collection<UUID> environmentIds) {
        return Sql.of(DESCRIBED)
                .with("environments", environmentIds)
                .list(row -> Map.entry(
                        UUID.fromString(row.get(0, String.class)), Sql.readList(row.get(1, String.class), Stage.class)))
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Uni<Optional<EnvironmentStatus>> status(UUID environmentId) {
        return Sql.of(STATUS)
                .with("environment", environmentId.toString())
                .first(row -> Sql.read(row.get(0, String.class), EnvironmentStatus.class));
    }

    private static Uni<Map<UUID, Position>> select(Collection<UUID> environmentIds) {
        return Sql.of(LOCK)
                .with("environments", environmentIds)
                .list(row -> Map.entry(
                        UUID.fromString(row.get(0, String.class)),
                        new Position(row.get(1, Long.class), row.get(2, Long.class))))
                .map(found -> {
                    Map<UUID, Position> positions = new HashMap<>();
                    found.forEach(entry -> positions.put(entry.getKey(), entry.getValue()));
                    return positions;
                });
    }

    private static List<Map<String, Object>> rows(Map<UUID, ?> values, String name) {
        return values.entrySet().stream()
                .map(entry -> Map.<String, Object>of("environment_id", entry.getKey(), name, entry.getValue()))
                .toList();
    }
}
