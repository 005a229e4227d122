package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.DeploymentRestriction;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "deployment_restriction")
class RestrictionEntity {

    @Id
    UUID id;

    @Column(name = "service_id")
    UUID serviceId;

    @Enumerated(EnumType.STRING)
    DeploymentRestriction.Mode mode;

    @Enumerated(EnumType.STRING)
    DeploymentRestriction.Type type;

    String value;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected RestrictionEntity() {}

    RestrictionEntity apply(DeploymentRestriction restriction) {
        id = restriction.id();
        serviceId = restriction.serviceId();
        mode = restriction.mode();
        type = restriction.type();
        value = restriction.value();
        createdAt = restriction.createdAt();
        updatedAt = restriction.updatedAt();
        return this;
    }

    DeploymentRestriction toDomain() {
        return new DeploymentRestriction(id, serviceId, mode, type, value, createdAt, updatedAt);
    }
}
