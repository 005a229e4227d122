package io.slipway.gateway.domain.catalog;

import io.slipway.events.Copies;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container registry.
 *
 * @param settings what may be shown of its configuration, by the contract's names
 * @param password ciphertext of what is sent as password; null = anonymous
 */
public record Registry(
        UUID id,
        UUID organizationId,
        String name,
        Kind kind,
        @Nullable String description,
        String url,
        Map<String, String> settings,
        @Nullable String password,
        Instant createdAt,
        Instant updatedAt) {

    public Registry {
        settings = Copies.map(settings);
    }

    /** The user name to log in with, empty if there is none. */
    public String username() {
        return settings.getOrDefault("username", "");
    }

    @Override
    public String toString() {
        return "Registry[" + name + " " + url + "]";
    }

    /** Kinds of the contract, each with the address that it has unless the request says otherwise. */
    public enum Kind {
        ECR(""),
        SCALEWAY_CR(""),
        DOCKER_HUB("https://docker.io"),
        GITHUB_CR("https://ghcr.io"),
        GITHUB_ENTERPRISE_CR(""),
        GITLAB_CR("https://registry.gitlab.com"),
        PUBLIC_ECR("https://public.ecr.aws"),
        DOCR("https://registry.digitalocean.com"),
        GENERIC_CR(""),
        GCP_ARTIFACT_REGISTRY(""),
        AZURE_CR("");

        private final String standardUrl;

        Kind(String standardUrl) {
            this.standardUrl = standardUrl;
        }

        /** Empty if every installation has its own. */
        public String standardUrl() {
            return standardUrl;
        }
    }
}
