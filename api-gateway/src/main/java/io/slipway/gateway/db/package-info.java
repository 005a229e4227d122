/** Persistence that both parts of the gateway share. */
@NullMarked
package io.slipway.gateway.db;

import org.jspecify.annotations.NullMarked;
