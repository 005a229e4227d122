/** Ports that every use case needs. */
@NullMarked
package io.slipway.gateway.app;

import org.jspecify.annotations.NullMarked;
