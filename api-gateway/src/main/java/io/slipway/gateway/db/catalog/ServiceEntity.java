package io.slipway.gateway.db.catalog;

import io.slipway.gateway.domain.catalog.Names;
import io.slipway.gateway.domain.catalog.Service;
import io.slipway.gateway.domain.catalog.ServiceType;
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
@Table(name = "service")
class ServiceEntity {

    @Id
    UUID id;

    @Column(name = "environment_id")
    UUID environmentId;

    @Column(name = "stage_id")
    UUID stageId;

    @Column(name = "membership_id")
    UUID membershipId;

    boolean skipped;

    @Column(name = "membership_created_at")
    Instant membershipCreatedAt;

    @Column(name = "membership_updated_at")
    Instant membershipUpdatedAt;

    @Enumerated(EnumType.STRING)
    ServiceType type;

    String name;

    @Column(name = "name_key")
    String nameKey;

    @Nullable
    String description;

    @Column(name = "icon_uri")
    String iconUri;

    @Column(name = "registry_id")
    @Nullable
    UUID registryId;

    @Column(name = "git_token_id")
    @Nullable
    UUID gitTokenId;

    String config;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected ServiceEntity() {}

    ServiceEntity apply(Service service) {
        id = service.id();
        environmentId = service.environmentId();
        stageId = service.membership().stageId();
        membershipId = service.membership().id();
        skipped = service.membership().skipped();
        membershipCreatedAt = service.membership().createdAt();
        membershipUpdatedAt = service.membership().updatedAt();
        type = service.type();
        name = service.name();
        nameKey = Names.key(service.name());
        description = service.description();
        iconUri = service.iconUri();
        registryId = service.config().registryId().orElse(null);
        gitTokenId = service.config().gitTokenId().orElse(null);
        config = ConfigJson.write(service.config());
        createdAt = service.createdAt();
        updatedAt = service.updatedAt();
        return this;
    }

    Service toDomain() {
        return new Service(
                id,
                environmentId,
                new Service.Membership(membershipId, stageId, skipped, membershipCreatedAt, membershipUpdatedAt),
                type,
                name,
                description,
                iconUri,
                ConfigJson.config(type, config),
                createdAt,
                updatedAt);
    }
}
