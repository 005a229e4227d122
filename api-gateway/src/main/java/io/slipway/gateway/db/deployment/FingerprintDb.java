package io.slipway.gateway.db.deployment;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.gateway.app.catalog.SpecListener;
import io.slipway.gateway.app.deployment.Changes;
import io.slipway.gateway.app.feed.FingerprintStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ApplicationScoped
class FingerprintDb implements FingerprintStore, SpecListener {

    private static final String REMEMBER = """
            insert into service_fingerprint (environment_id, service_id, since_version, fingerprint)
            select cast(:environment as uuid), row.service_id, :version, row.fingerprint
            from json_to_recordset(cast(:rows as json)) as row (service_id uuid, fingerprint text)
            where row.fingerprint is distinct from (
                select f.fingerprint from service_fingerprint f
                where f.environment_id = cast(:environment as uuid) and f.service_id = row.service_id
                order by f.since_version desc limit 1)
            on conflict (environment_id, service_id, since_version) do update set fingerprint = excluded.fingerprint
            """;

    private static final String DEPLOYED = """
            insert into deployed_service (environment_id, service_id, fingerprint)
            select environment_id, service_id, fingerprint from service_fingerprint
            where environment_id = cast(:environment as uuid) and service_id = cast(:service as uuid)
              and since_version <= :version
            order by since_version desc limit 1
            on conflict (environment_id, service_id) do update set fingerprint = excluded.fingerprint
            """;

    private static final String REMOVED = """
            delete from deployed_service
            where environment_id = cast(:environment as uuid) and service_id = cast(:service as uuid)
            """;

    private final Changes changes;

    FingerprintDb(Changes changes) {
        this.changes = changes;
    }

    @Override
    public Uni<Void> published(EnvironmentSpec spec) {
        List<Map<String, String>> rows = Fingerprints.of(spec).entrySet().stream()
                .map(entry -> Map.of("service_id", entry.getKey(), "fingerprint", entry.getValue()))
                .toList();
        Uni<Void> remembered = rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : Sql.of(REMEMBER)
                        .with("environment", spec.environmentId())
                        .with("version", spec.version())
                        .with("rows", Sql.json(rows))
                        .run();
        // What is configured is in the picture as well.
        return remembered.chain(() -> changes.announce(UUID.fromString(spec.environmentId())));
    }

    @Override
    public Uni<Void> deployed(UUID environmentId, UUID serviceId, long specVersion) {
        return Sql.of(DEPLOYED)
                .with("environment", environmentId.toString())
                .with("service", serviceId.toString())
                .with("version", specVersion)
                .run();
    }

    @Override
    public Uni<Void> removed(UUID environmentId, UUID serviceId) {
        return Sql.of(REMOVED)
                .with("environment", environmentId.toString())
                .with("service", serviceId.toString())
                .run();
    }
}
