/** What the gateway counts. */
@NullMarked
package io.slipway.gateway.metrics;

import org.jspecify.annotations.NullMarked;
