package io.slipway.gateway.db.catalog;

import io.slipway.events.spec.Value;
import io.slipway.gateway.domain.catalog.JobOutput;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Only read here. */
@Entity
@Table(name = "job_output")
@IdClass(JobOutputEntity.Key.class)
class JobOutputEntity {

    @Id
    @Column(name = "job_id")
    UUID jobId;

    @Id
    String name;

    @Column(name = "environment_id")
    UUID environmentId;

    boolean secret;

    String value;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected JobOutputEntity() {}

    JobOutput toDomain() {
        return new JobOutput(jobId, environmentId, name, new Value(secret, value), createdAt, updatedAt);
    }

    record Key(UUID jobId, String name) {}
}
