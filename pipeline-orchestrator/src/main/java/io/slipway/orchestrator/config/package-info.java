/** The service's own settings. */
@NullMarked
package io.slipway.orchestrator.config;

import org.jspecify.annotations.NullMarked;
