package io.slipway.gateway.db.git;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.slipway.gateway.app.git.WebhookStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@ApplicationScoped
class WebhookDb implements WebhookStore {

    @Override
    public Uni<Optional<String>> secret(UUID organizationId) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select secret from git_webhook where organization_id = :organization", String.class)
                        .setParameter("organization", organizationId)
                        .getSingleResultOrNull())
                .map(Optional::ofNullable));
    }

    @Override
    public Uni<Void> saveSecret(UUID organizationId, String ciphertext) {
        return run(
                "insert into git_webhook (organization_id, secret) values (:organization, :secret)"
                        + " on conflict (organization_id) do update set secret = excluded.secret",
                Map.of("organization", organizationId, "secret", ciphertext));
    }

    @Override
    public Uni<List<Preview>> previews(UUID organizationId, String repository, long number) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select p.environment_id, p.origin_id from preview_environment p"
                                        + " join environment e on e.id = p.environment_id"
                                        + " where e.organization_id = :organization and p.repository = :repository"
                                        + " and p.number = :number",
                                Object[].class)
                        .setParameter("organization", organizationId)
                        .setParameter("repository", repository)
                        .setParameter("number", number)
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Preview((UUID) row[0], (UUID) row[1]))
                        .toList()));
    }

    @Override
    public Uni<Void> add(Preview preview, String repository, long number) {
        return run(
                "insert into preview_environment (environment_id, origin_id, repository, number)"
                        + " values (:environment, :origin, :repository, :number)",
                Map.of(
                        "environment",
                        preview.environmentId(),
                        "origin",
                        preview.originId(),
                        "repository",
                        repository,
                        "number",
                        number));
    }

    private static Uni<Void> run(String statement, Map<String, Object> parameters) {
        return Panache.withSession(() -> Panache.getSession()
                .chain(session -> {
                    var query = session.createNativeQuery(statement);
                    parameters.forEach(query::setParameter);
                    return query.executeUpdate();
                })
                .replaceWithVoid());
    }
}
