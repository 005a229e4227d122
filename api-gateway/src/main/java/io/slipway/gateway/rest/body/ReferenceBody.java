package io.slipway.gateway.rest.body;

import java.util.UUID;

/** The contract's {@code ReferenceObject}. */
public record ReferenceBody(UUID id) {}
