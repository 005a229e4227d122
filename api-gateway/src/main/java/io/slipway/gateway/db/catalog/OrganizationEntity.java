package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Organization;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "organization")
class OrganizationEntity {

    @Id
    UUID id;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Nullable
    String description;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected OrganizationEntity() {}

    Organization toDomain() {
        return new Organization(id, name, description, createdAt, updatedAt);
    }
}
