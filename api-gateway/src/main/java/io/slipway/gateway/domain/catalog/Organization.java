package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An organization: owns projects, registries and tokens. */
public record Organization(UUID id, String name, @Nullable String description, Instant createdAt, Instant updatedAt) {}
