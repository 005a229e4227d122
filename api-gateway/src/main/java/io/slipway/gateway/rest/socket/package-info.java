/** Sockets on which clients follow statuses and logs. */
@NullMarked
package io.slipway.gateway.rest.socket;

import org.jspecify.annotations.NullMarked;
