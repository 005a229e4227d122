package io.slipway.gateway.db.deployment;

import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class HistoryDb implements HistoryStore {

    private static final int KEPT_DEPLOYMENTS = 500;
    private static final int KEPT_LOGS = 20;

    private static final String FIND =
            "select record from deployment where environment_id = cast(:environment as uuid) and id = :id";

    private static final String FIND_ALL = """
            select record
            from json_to_recordset(cast(:deployments as json)) as wanted (environment_id uuid, deployment_id text)
            join deployment d on d.environment_id = wanted.environment_id and d.id = wanted.deployment_id
            """;

    private static final String FIND_BY_REQUEST = """
            select record from deployment
            where environment_id = cast(:environment as uuid) and :request = any (request_ids)
            order by ordinal desc limit 1
            """;

    private static final String OF_ENVIRONMENT = """
            select record from deployment where environment_id = cast(:environment as uuid)
            order by ordinal desc limit :limit
            """;

    private static final String OF_ENVIRONMENT_BEFORE = """
            select record from deployment where environment_id = cast(:environment as uuid)
              and ordinal < (select b.ordinal from deployment b
                             where b.environment_id = cast(:environment as uuid) and b.id = :before)
            order by ordinal desc limit :limit
            """;

    private static final String OF_SERVICE = """
            select d.record from deployment d
            join deployment_service s on s.environment_id = d.environment_id and s.deployment_id = d.id
            where s.environment_id = cast(:environment as uuid) and s.service_id = :service
            order by d.ordinal desc limit :limit
            """;

    private static final String SAVE = """
            with given as materialized (
                select * from json_to_recordset(cast(:deployments as json)) as each (
                    environment_id uuid, id text, request_ids json, failed boolean, ended_at timestamptz,
                    service_ids json, record json)),
            saved as (
                insert into deployment (environment_id, id, request_ids, failed, ended_at, record)
                select environment_id, id, array(select json_array_elements_text(request_ids)), failed, ended_at,
                       cast(record as text)
                from given
                on conflict (environment_id, id) do update set request_ids = excluded.request_ids,
                    failed = excluded.failed, ended_at = excluded.ended_at, record = excluded.record
                returning environment_id, id)
            insert into deployment_service (environment_id, deployment_id, service_id)
            select saved.environment_id, saved.id, service.id
            from saved join given on given.environment_id = saved.environment_id and given.id = saved.id
            cross join lateral json_array_elements_text(given.service_ids) as service (id)
            on conflict do nothing
            """;

    private static final String PRUNE_DEPLOYMENTS = """
            delete from deployment d
            using unnest(cast(:environments as uuid[])) as pruned (id) cross join lateral (
                select ordinal from deployment where environment_id = pruned.id
                order by ordinal desc offset :kept limit 1) as oldest
            where d.environment_id = pruned.id and d.ordinal <= oldest.ordinal
            """;

    /** Of deployments that are too old, except the newest failure. */
    private static final String PRUNE_LOGS = """
            delete from deployment_log l
            using unnest(cast(:environments as uuid[])) as pruned (id) cross join lateral (
                select id, failed, ordinal from deployment where environment_id = pruned.id
                order by ordinal desc offset :kept) as old
            where l.environment_id = pruned.id and l.deployment_id = old.id
              and not (old.failed and old.ordinal = (
                  select max(ordinal) from deployment where environment_id = pruned.id and failed))
            """;

    private static final String PRUNE_REQUESTS = """
            delete from deployment_request r
            using unnest(cast(:environments as uuid[])) as pruned (id) cross join lateral (
                select ordinal from deployment_request where environment_id = pruned.id
                order by ordinal desc offset :kept limit 1) as oldest
            where r.environment_id = pruned.id and r.ordinal <= oldest.ordinal and r.outcome in ('SEEN', 'REFUSED')
            """;

    @Override
    public Uni<Optional<DeploymentRecord>> find(UUID environmentId, String deploymentId) {
        return Sql.of(FIND)
                .with("environment", environmentId.toString())
                .with("id", deploymentId)
                .first(HistoryDb::record);
    }

    @Override
    public Uni<List<DeploymentRecord>> find(Collection<DeploymentKey> deployments) {
        List<Map<String, String>> rows = deployments.stream()
                .map(key ->
                        Map.of("environment_id", key.environmentId().toString(), "deployment_id", key.deploymentId()))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().item(List.of())
                : Sql.of(FIND_ALL).with("deployments", Sql.json(rows)).list(HistoryDb::record);
    }

    @Override
    public Uni<Optional<DeploymentRecord>> findByRequest(UUID environmentId, String requestId) {
        return Sql.of(FIND_BY_REQUEST)
                .with("environment", environmentId.toString())
                .with("request", requestId)
                .first(HistoryDb::record);
    }

    @Override
    public Uni<List<DeploymentRecord>> ofEnvironment(UUID environmentId, int limit, @Nullable String before) {
        Sql query = before == null
                ? Sql.of(OF_ENVIRONMENT)
                : Sql.of(OF_ENVIRONMENT_BEFORE).with("before", before);
        return query.with("environment", environmentId.toString())
                .with("limit", limit)
                .list(HistoryDb::record);
    }

    @Override
    public Uni<List<DeploymentRecord>> ofService(UUID environmentId, String serviceId, int limit) {
        return Sql.of(OF_SERVICE)
                .with("environment", environmentId.toString())
                .with("service", serviceId)
                .with("limit", limit)
                .list(HistoryDb::record);
    }

    @Override
    public Uni<Void> save(List<DeploymentRecord> deployments) {
        return Sql.of(SAVE)
                .with(
                        "deployments",
                        Sql.json(deployments.stream().map(HistoryDb::columns).toList()))
                .run();
    }

    @Override
    public Uni<Void> prune(Collection<UUID> environmentIds) {
        return prune(PRUNE_LOGS, environmentIds, KEPT_LOGS)
                .chain(() -> prune(PRUNE_DEPLOYMENTS, environmentIds, KEPT_DEPLOYMENTS))
                .chain(() -> prune(PRUNE_REQUESTS, environmentIds, KEPT_DEPLOYMENTS));
    }

    private static Uni<Void> prune(String statement, Collection<UUID> environmentIds, int kept) {
        return Sql.of(statement)
                .with("environments", environmentIds)
                .with("kept", kept)
                .run();
    }

    private static Map<String, Object> columns(DeploymentRecord deployment) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("environment_id", deployment.environmentId());
        columns.put("id", deployment.id());
        columns.put("request_ids", deployment.requestIds());
        columns.put("failed", deployment.phase() == Phase.FAILED);
        if (deployment.endedAt() != null) {
            columns.put("ended_at", deployment.endedAt().toString());
        }
        columns.put("service_ids", deployment.services().map(ServiceRecord::id).toList());
        columns.put("record", deployment);
        return columns;
    }

    private static DeploymentRecord record(Tuple row) {
        return Sql.read(row.get(0, String.class), DeploymentRecord.class);
    }
}
