package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Project;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "project")
class ProjectEntity {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

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
    protected ProjectEntity() {}

    ProjectEntity apply(Project project) {
        id = project.id();
        organizationId = project.organizationId();
        name = project.name();
        nameKey = Names.key(project.name());
        description = project.description();
        createdAt = project.createdAt();
        updatedAt = project.updatedAt();
        return this;
    }

    Project toDomain() {
        return new Project(id, organizationId, name, description, createdAt, updatedAt);
    }
}
