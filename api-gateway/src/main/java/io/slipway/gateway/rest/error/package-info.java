/** How refusals and failures look on the wire. */
@NullMarked
package io.slipway.gateway.rest.error;

import org.jspecify.annotations.NullMarked;
