package io.slipway.gateway.db.deployment;

import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import io.slipway.gateway.app.deployment.RequestStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

@ApplicationScoped
class RequestDb implements RequestStore {

    private static final String ADD = """
            with changed as (
                insert into deployment_request as r (environment_id, id, data, outcome)
                values (cast(:environment as uuid), :id, :data, :outcome)
                on conflict (environment_id, id) do update set data = coalesce(r.data, excluded.data)
                returning environment_id as id)
            """ + PgChanges.NOTIFY_OF_CHANGED;

    private static final String ADD_CANCELLATION = """
            with changed as (
                insert into deployment_request (environment_id, id, data, target, outcome)
                values (cast(:environment as uuid), :id, :data, :target, :outcome)
                on conflict do nothing
                returning environment_id as id)
            """ + PgChanges.NOTIFY_OF_CHANGED;

    private static final String COLUMNS =
            "select cast(environment_id as text), id, outcome, data, problem from deployment_request";

    private static final String FIND = COLUMNS + " where id = :id and target is null order by ordinal limit 1";

    private static final String FIND_ALL = COLUMNS + """
             where environment_id = cast(:environment as uuid) and target is null
              and id in (select json_array_elements_text(cast(:ids as json)))
            """;

    private static final String KNOWN = """
            select 1 from deployment_request
            where environment_id = cast(:environment as uuid) and id = :id and data is not null
            """;

    private static final String SHOWN = """
            update deployment_request r set outcome = 'SEEN'
            from json_to_recordset(cast(:shown as json)) as shown (environment_id uuid, id text)
            where r.environment_id = shown.environment_id and r.id = shown.id
              and r.outcome = 'UNSEEN' and r.target is null
            """;

    private static final String OVERTAKEN = """
            update deployment_request r set outcome = 'SEEN'
            from environment_feed f, deployment d
            where r.environment_id = any (cast(:environments as uuid[])) and r.outcome = 'UNSEEN' and r.target is null
              and f.environment_id = r.environment_id and d.environment_id = r.environment_id
              and r.id = any (d.request_ids) and d.ended_at <= f.status_at
            """;

    private static final String REFUSE = """
            insert into deployment_request (environment_id, id, outcome, problem)
            values (cast(:environment as uuid), :id, 'REFUSED', :problem)
            on conflict (environment_id, id) do update set outcome = 'REFUSED', problem = excluded.problem
            """;

    private static final String OPEN_CANCELLATIONS = """
            select cast(environment_id as text), outcome, data from deployment_request
            where environment_id = any (cast(:environments as uuid[])) and target is not null
              and outcome in ('HELD', 'UNSEEN')
            order by ordinal
            """;

    private static final String SETTLE = """
            update deployment_request set outcome = :outcome
            where environment_id = cast(:environment as uuid) and id = :id and target is not null
            """;

    @Override
    public Uni<Void> add(DeployRequested request, Outcome outcome) {
        return Sql.of(ADD)
                .with("environment", request.environmentId())
                .with("id", request.requestId())
                .with("data", Sql.json(request))
                .with("outcome", outcome.name())
                .list(_ -> true)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> add(CancelRequested request, Outcome outcome) {
        return Sql.of(ADD_CANCELLATION)
                .with("environment", request.environmentId())
                .with("id", request.requestId())
                .with("data", Sql.json(request))
                .with("target", Objects.requireNonNull(request.deploymentRequestId()))
                .with("outcome", outcome.name())
                .list(_ -> true)
                .replaceWithVoid();
    }

    @Override
    public Uni<Optional<KnownRequest>> find(String requestId) {
        return Sql.of(FIND).with("id", requestId).first(RequestDb::known);
    }

    @Override
    public Uni<List<KnownRequest>> findAll(UUID environmentId, Collection<String> requestIds) {
        return requestIds.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Sql.of(FIND_ALL)
                        .with("environment", environmentId.toString())
                        .with("ids", Sql.json(requestIds))
                        .list(RequestDb::known);
    }

    @Override
    public Uni<Boolean> isKnown(UUID environmentId, String requestId) {
        return Sql.of(KNOWN)
                .with("environment", environmentId.toString())
                .with("id", requestId)
                .list(_ -> true)
                .map(found -> !found.isEmpty());
    }

    @Override
    public Uni<Void> shown(Map<UUID, ? extends Collection<String>> requestIds) {
        List<Map<String, String>> rows = requestIds.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .map(id -> Map.of("environment_id", entry.getKey().toString(), "id", id)))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.of(SHOWN).with("shown", Sql.json(rows)).run();
    }

    @Override
    public Uni<Void> overtaken(Collection<UUID> environmentIds) {
        return Sql.of(OVERTAKEN).with("environments", environmentIds).run();
    }

    @Override
    public Uni<Void> refuse(UUID environmentId, String requestId, String problem) {
        return Sql.of(REFUSE)
                .with("environment", environmentId.toString())
                .with("id", requestId)
                .with("problem", problem)
                .run();
    }

    @Override
    public Uni<Map<UUID, List<OpenCancellation>>> openCancellations(Collection<UUID> environmentIds) {
        return Sql.of(OPEN_CANCELLATIONS)
                .with("environments", environmentIds)
                .list(row -> Map.entry(
                        UUID.fromString(row.get(0, String.class)),
                        new OpenCancellation(
                                Outcome.valueOf(row.get(1, String.class)),
                                Sql.read(row.get(2, String.class), CancelRequested.class))))
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
    }

    @Override
    public Uni<Void> settle(UUID environmentId, String cancellationId, Outcome outcome) {
        return Sql.of(SETTLE)
                .with("environment", environmentId.toString())
                .with("id", cancellationId)
                .with("outcome", outcome.name())
                .run();
    }

    private static KnownRequest known(Tuple row) {
        String data = row.get(3, String.class);
        return new KnownRequest(
                UUID.fromString(row.get(0, String.class)),
                row.get(1, String.class),
                Outcome.valueOf(row.get(2, String.class)),
                data == null ? null : Sql.read(data, DeployRequested.class),
                row.get(4, String.class));
    }
}
