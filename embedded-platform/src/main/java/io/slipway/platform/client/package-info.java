/** A client of the REST interface. */
@NullMarked
package io.slipway.platform.client;

import org.jspecify.annotations.NullMarked;
