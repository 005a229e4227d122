/** History and logs over HTTP. */
@NullMarked
package io.slipway.gateway.rest.history;

import org.jspecify.annotations.NullMarked;
