package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Registry;
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
@Table(name = "container_registry")
class RegistryEntity {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Enumerated(EnumType.STRING)
    Registry.Kind kind;

    @Nullable
    String description;

    String url;

    String settings;

    @Nullable
    String password;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected RegistryEntity() {}

    RegistryEntity apply(Registry registry) {
        id = registry.id();
        organizationId = registry.organizationId();
        name = registry.name();
        nameKey = Names.key(registry.name());
        kind = registry.kind();
        description = registry.description();
        url = registry.url();
        settings = ConfigJson.write(registry.settings());
        password = registry.password();
        createdAt = registry.createdAt();
        updatedAt = registry.updatedAt();
        return this;
    }

    Registry toDomain() {
        return new Registry(
                id,
                organizationId,
                name,
                kind,
                description,
                url,
                ConfigJson.settings(settings),
                password,
                createdAt,
                updatedAt);
    }
}
