package io.slipway.gateway.rest.catalog;

import java.util.UUID;

/** The contract's {@code ReferenceObject}. */
record ReferenceBody(UUID id) {}
