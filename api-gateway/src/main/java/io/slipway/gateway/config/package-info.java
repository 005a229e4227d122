/** Settings of the gateway. */
@NullMarked
package io.slipway.gateway.config;

import org.jspecify.annotations.NullMarked;
