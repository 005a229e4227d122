/** API tokens and git tokens. */
@NullMarked
package io.slipway.gateway.rest.token;

import org.jspecify.annotations.NullMarked;
