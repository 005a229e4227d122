package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Names;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "environment")
class EnvironmentEntity {

    @Id
    UUID id;

    @Column(name = "project_id")
    UUID projectId;

    @Column(name = "organization_id")
    UUID organizationId;

    @Column(name = "cluster_id")
    UUID clusterId;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Enumerated(EnumType.STRING)
    Environment.Mode mode;

    @Column(name = "spec_version")
    long specVersion;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected EnvironmentEntity() {}

    EnvironmentEntity apply(Environment environment) {
        id = environment.id();
        projectId = environment.projectId();
        organizationId = environment.organizationId();
        clusterId = environment.clusterId();
        name = environment.name();
        nameKey = Names.key(environment.name());
        mode = environment.mode();
        specVersion = environment.specVersion();
        createdAt = environment.createdAt();
        updatedAt = environment.updatedAt();
        return this;
    }

    Environment toDomain() {
        return new Environment(id, projectId, organizationId, clusterId, name, mode, specVersion, createdAt, updatedAt);
    }
}
