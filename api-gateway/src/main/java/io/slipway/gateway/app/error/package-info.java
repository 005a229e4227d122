/** Refusals that a caller can understand, independent of HTTP. */
@NullMarked
package io.slipway.gateway.app.error;

import org.jspecify.annotations.NullMarked;
