package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.GitToken;
import io.slipway.gateway.domain.catalog.Names;
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
        workspace = value.workspace();
        token = value.token();
        expiresAt = value.expiresAt();
        createdAt = value.createdAt();
        updatedAt = value.updatedAt();
        return this;
    }

    GitToken toDomain() {
        return new GitToken(
                id, organizationId, name, description, type, workspace, token, expiresAt, createdAt, updatedAt);
    }
}
