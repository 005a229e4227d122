/** The catalog over HTTP. */
@NullMarked
package io.slipway.gateway.rest.catalog;

import org.jspecify.annotations.NullMarked;
