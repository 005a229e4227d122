package io.slipway.gateway.db.deployment;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.gateway.app.catalog.SpecListener;
import io.slipway.gateway.app.feed.FingerprintStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
class FingerprintDb implements FingerprintStore, SpecListener {

    /** Announces the change as well: what is configured is in the picture. */
    private static final String REMEMBER = """
            with remembered as (
                insert into service_fingerprint (environment_id, service_id, since_version, fingerprint)
                select cast(:environment as uuid), row.service_id, :version, row.fingerprint
                from json_to_recordset(cast(:rows as json)) as row (service_id uuid, fingerprint text)
                where row.fingerprint is distinct from (
                    select f.fingerprint from service_fingerprint f
                    where f.environment_id = cast(:environment as uuid) and f.service_id = row.service_id
                    order by f.since_version desc limit 1)
                on conflict (environment_id, service_id, since_version)
                  do update set fingerprint = excluded.fingerprint),
            changed as materialized (select cast(:environment as uuid) as id)
            """ + PgChanges.NOTIFY_OF_CHANGED;

    private static final String DEPLOYED = """
            insert into deployed_service (environment_id, service_id, fingerprint)
            select now.environment_id, now.service_id, newest.fingerprint
            from json_to_recordset(cast(:services as json))
              as now (environment_id uuid, service_id uuid, version bigint)
            cross join lateral (
                select fingerprint from service_fingerprint f
                where f.environment_id = now.environment_id and f.service_id = now.service_id
                  and f.since_version <= now.version
                order by f.since_version desc limit 1) as newest
            on conflict (environment_id, service_id) do update set fingerprint = excluded.fingerprint
            """;

    private static final String REMOVED = """
            delete from deployed_service d
            using json_to_recordset(cast(:services as json)) as gone (environment_id uuid, service_id uuid)
            where d.environment_id = gone.environment_id and d.service_id = gone.service_id
            """;

    @Override
    public Uni<Void> published(EnvironmentSpec spec) {
        List<Map<String, String>> rows = Fingerprints.of(spec).entrySet().stream()
                .map(entry -> Map.of("service_id", entry.getKey(), "fingerprint", entry.getValue()))
                .toList();
        return Sql.of(REMEMBER)
                .with("environment", spec.environmentId())
                .with("version", spec.version())
                .with("rows", Sql.json(rows))
                .list(_ -> true)
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> deployed(Map<ServiceKey, Long> specVersions) {
        List<Map<String, Object>> rows = specVersions.entrySet().stream()
                .map(entry -> Map.<String, Object>of(
                        "environment_id", entry.getKey().environmentId(),
                        "service_id", entry.getKey().serviceId(),
                        "version", entry.getValue()))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.of(DEPLOYED).with("services", Sql.json(rows)).run();
    }

    @Override
    public Uni<Void> removed(Collection<ServiceKey> services) {
        List<Map<String, UUID>> rows = services.stream()
                .map(each -> Map.of("environment_id", each.environmentId(), "service_id", each.serviceId()))
                .toList();
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.of(REMOVED).with("services", Sql.json(rows)).run();
    }
}
