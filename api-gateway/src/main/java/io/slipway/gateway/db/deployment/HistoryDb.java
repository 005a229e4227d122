package io.slipway.gateway.db.deployment;

import io.slipway.events.status.StatusEvent.Phase;
import io.slipway.gateway.app.history.HistoryStore;
import io.slipway.gateway.domain.history.DeploymentRecord;
import io.slipway.gateway.domain.history.ServiceRecord;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class HistoryDb implements HistoryStore {

    private static final int KEPT_DEPLOYMENTS = 500;
    private static final int KEPT_LOGS = 20;

    private static final String FIND =
            "select record from deployment where environment_id = cast(:environment as uuid) and id = :id";

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
            with saved as (
                insert into deployment (environment_id, id, request_ids, failed, ended_at, record)
                values (cast(:environment as uuid), :id,
                        array(select json_array_elements_text(cast(:requests as json))), :failed,
                        cast(nullif(cast(:ended as text), '') as timestamptz), :record)
                on conflict (environment_id, id) do update set request_ids = excluded.request_ids,
                    failed = excluded.failed, ended_at = excluded.ended_at, record = excluded.record
                returning environment_id, id)
            insert into deployment_service (environment_id, deployment_id, service_id)
            select saved.environment_id, saved.id, service.id
            from saved, json_array_elements_text(cast(:services as json)) as service (id)
            on conflict do nothing
            """;

    private static final String PRUNE_DEPLOYMENTS = """
            delete from deployment where environment_id = cast(:environment as uuid)
              and ordinal <= (select ordinal from deployment where environment_id = cast(:environment as uuid)
                              order by ordinal desc offset :kept limit 1)
            """;

    private static final String PRUNE_LOGS = """
            delete from deployment_log l where environment_id = cast(:environment as uuid)
              and deployment_id not in (
                  select id from (select id from deployment where environment_id = cast(:environment as uuid)
                                  order by ordinal desc limit :kept) newest
                  union all
                  select id from (select id from deployment where environment_id = cast(:environment as uuid) and failed
                                  order by ordinal desc limit 1) failure)
              and exists (select 1 from deployment d
                          where d.environment_id = l.environment_id and d.id = l.deployment_id)
            """;

    private static final String PRUNE_REQUESTS = """
            delete from deployment_request where environment_id = cast(:environment as uuid)
              and outcome in ('SEEN', 'REFUSED')
              and ordinal <= (select ordinal from deployment_request where environment_id = cast(:environment as uuid)
                              order by ordinal desc offset :kept limit 1)
            """;

    @Override
    public Uni<Optional<DeploymentRecord>> find(UUID environmentId, String deploymentId) {
        return Sql.of(FIND)
                .with("environment", environmentId.toString())
                .with("id", deploymentId)
                .first(HistoryDb::record);
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
    public Uni<Void> save(DeploymentRecord deployment) {
        String ended = deployment.endedAt() == null ? "" : deployment.endedAt().toString();
        return Sql.of(SAVE)
                .with("environment", deployment.environmentId())
                .with("id", deployment.id())
                .with("requests", Sql.json(deployment.requestIds()))
                .with("failed", deployment.phase() == Phase.FAILED)
                .with("ended", ended)
                .with("record", Sql.json(deployment))
                .with(
                        "services",
                        Sql.json(deployment.services().map(ServiceRecord::id).toList()))
                .run();
    }

    @Override
    public Uni<Void> prune(UUID environmentId) {
        return prune(PRUNE_LOGS, environmentId, KEPT_LOGS)
                .chain(() -> prune(PRUNE_DEPLOYMENTS, environmentId, KEPT_DEPLOYMENTS))
                .chain(() -> prune(PRUNE_REQUESTS, environmentId, KEPT_DEPLOYMENTS));
    }

    private static Uni<Void> prune(String statement, UUID environmentId, int kept) {
        return Sql.of(statement)
                .with("environment", environmentId.toString())
                .with("kept", kept)
                .run();
    }

    private static DeploymentRecord record(Tuple row) {
        return Sql.read(row.get(0, String.class), DeploymentRecord.class);
    }
}
