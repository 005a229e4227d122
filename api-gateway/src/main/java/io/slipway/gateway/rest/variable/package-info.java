/** Variables and secrets of every scope. */
@NullMarked
package io.slipway.gateway.rest.variable;

import org.jspecify.annotations.NullMarked;
