package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.ServiceType;
import io.slipway.gateway.domain.catalog.Stage;
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
@Table(name = "stage")
class StageEntity {

    @Id
    UUID id;

    @Column(name = "environment_id")
    UUID environmentId;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Nullable
    String description;

    int position;

    @Enumerated(EnumType.STRING)
    @Column(name = "default_for")
    @Nullable
    ServiceType defaultFor;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected StageEntity() {}

    StageEntity apply(Stage stage) {
        id = stage.id();
        environmentId = stage.environmentId();
        name = stage.name();
        nameKey = Names.key(stage.name());
        description = stage.description();
        position = stage.position();
        defaultFor = stage.defaultFor();
        createdAt = stage.createdAt();
        updatedAt = stage.updatedAt();
        return this;
    }

    Stage toDomain() {
        return new Stage(id, environmentId, name, description, position, defaultFor, createdAt, updatedAt);
    }
}
