package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.git.GitServer;
import io.slipway.gateway.domain.git.Provider;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "git_token")
class GitTokenEntity {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Nullable
    String description;

    @Enumerated(EnumType.STRING)
    Provider type;

    /** Null for the provider's public service. */
    @Column(name = "api_url")
    @Nullable
    String apiUrl;

    @Nullable
    String workspace;

    String token;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected GitTokenEntity() {}

    GitTokenEntity apply(GitToken value) {
        id = value.id();
        organizationId = value.organizationId();
        name = value.name();
        nameKey = Names.key(value.name());
        description = value.description();
        type = value.type();
        apiUrl = value.server().equals(GitServer.of(value.type()))
                ? null
                : value.server().apiUrl();
        workspace = value.workspace();
        token = value.token();
        expiresAt = value.expiresAt();
        createdAt = value.createdAt();
        updatedAt = value.updatedAt();
        return this;
    }

    GitToken toDomain() {
        GitServer server = apiUrl == null
                ? GitServer.of(type)
                : GitServer.at(apiUrl).orElseThrow(() -> new IllegalStateException("git token " + id));
        return new GitToken(
                id, organizationId, name, description, type, server, workspace, token, expiresAt, createdAt, updatedAt);
    }
}
