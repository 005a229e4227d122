package io.slipway.gateway.db.catalog;

import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
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
@Table(name = "variable")
class VariableEntity {

    @Id
    UUID id;

    @Column(name = "parent_id")
    UUID parentId;

    @Column(name = "project_id")
    @Nullable
    UUID projectId;

    @Column(name = "environment_id")
    @Nullable
    UUID environmentId;

    @Column(name = "service_id")
    @Nullable
    UUID serviceId;

    @Enumerated(EnumType.STRING)
    VariableType type;

    String key;

    boolean secret;

    String value;

    @Column(name = "mount_path")
    @Nullable
    String mountPath;

    @Column(name = "target_id")
    @Nullable
    UUID targetId;

    @Nullable
    String description;

    @Column(name = "interpolation_in_file")
    boolean interpolationInFile;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected VariableEntity() {}

    VariableEntity apply(CatalogVariable variable) {
        id = variable.id();
        parentId = variable.owner().id();
        switch (variable.owner()) {
            case Owner.OfProject(UUID project) -> projectId = project;
            case Owner.OfEnvironment(UUID environment) -> environmentId = environment;
            case Owner.OfService(UUID service, UUID environment) -> {
                serviceId = service;
                environmentId = environment;
            }
        }
        type = variable.type();
        key = variable.key();
        secret = variable.value().secret();
        value = variable.value().text();
        mountPath = variable.mountPath();
        targetId = variable.targetId();
        description = variable.description();
        interpolationInFile = variable.interpolationInFile();
        createdAt = variable.createdAt();
        updatedAt = variable.updatedAt();
        return this;
    }

    CatalogVariable toDomain() {
        return new CatalogVariable(
                id,
                new OwnerColumns(projectId, environmentId, serviceId).owner(),
                key,
                type,
                new Value(secret, value),
                mountPath,
                targetId,
                description,
                interpolationInFile,
                createdAt,
                updatedAt);
    }
}
