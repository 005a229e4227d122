/**
 * The use case around the pure core: load an environment, decide, write what follows. The ports that the adapters fill
 * are here.
 */
@NullMarked
package io.slipway.orchestrator.app;

import org.jspecify.annotations.NullMarked;
