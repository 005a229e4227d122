/** The pure core: {@link io.slipway.orchestrator.domain.Orchestrator} decides, nothing here has an effect or a clock. */
@NullMarked
package io.slipway.orchestrator.domain;

import org.jspecify.annotations.NullMarked;
