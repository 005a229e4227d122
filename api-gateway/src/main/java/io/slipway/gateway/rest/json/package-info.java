/** How answers are written as JSON. */
@NullMarked
package io.slipway.gateway.rest.json;

import org.jspecify.annotations.NullMarked;
