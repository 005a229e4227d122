/** How environments are kept in the state store: split into parts, each written only when it changed. */
@NullMarked
package io.slipway.orchestrator.kafka.store;

import org.jspecify.annotations.NullMarked;
