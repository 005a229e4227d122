package io.slipway.gateway.app.git;

import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps the secrets of webhooks, and which environments are previews of what. */
public interface WebhookStore {

    /** Ciphertext of an organization's secret. */
    Uni<Optional<String>> secret(UUID organizationId);

    /** Sets an organization's secret. */
    Uni<Void> saveSecret(UUID organizationId, String ciphertext);

    /** The previews of a pull request in an organization. */
    Uni<List<Preview>> previews(UUID organizationId, String repository, long number);

    Uni<Void> add(Preview preview, String repository, long number);

    /** An environment that shows what a pull request makes of another one. */
    record Preview(UUID environmentId, UUID originId) {}
}
