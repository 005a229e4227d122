package io.slipway.gateway.domain.catalog;

import io.slipway.events.spec.Value;
import java.time.Instant;
import java.util.UUID;

/** An output variable of a job, as its last run left it; the value of a secret one is ciphertext. */
public record JobOutput(
        UUID jobId, UUID environmentId, String name, Value value, Instant createdAt, Instant updatedAt) {}
