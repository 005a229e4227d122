package io.slipway.gateway.db.token;

import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.token.ApiToken;
import io.slipway.gateway.domain.token.Role;
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
@Table(name = "api_token")
class ApiTokenEntity {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Nullable
    String description;

    byte[] hash;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    @Enumerated(EnumType.STRING)
    Role role;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @SuppressWarnings("NullAway.Init")
    protected ApiTokenEntity() {}

    ApiTokenEntity(ApiToken token, byte[] hash) {
        this.id = token.id();
        this.organizationId = token.organizationId();
        this.name = token.name();
        this.nameKey = Names.key(token.name());
        this.description = token.description();
        this.hash = hash.clone();
        this.createdBy = token.createdBy();
        this.createdAt = token.createdAt();
        this.updatedAt = token.updatedAt();
        this.lastUsedAt = token.lastUsedAt();
        this.role = token.role();
        this.expiresAt = token.expiresAt();
    }

    ApiToken toDomain() {
        return new ApiToken(
                id, organizationId, name, description, createdBy, createdAt, updatedAt, lastUsedAt, role, expiresAt);
    }
}
