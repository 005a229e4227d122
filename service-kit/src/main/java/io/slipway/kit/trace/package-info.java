/** W3C trace context between events and OpenTelemetry. */
@NullMarked
package io.slipway.kit.trace;

import org.jspecify.annotations.NullMarked;
