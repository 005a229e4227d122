/** Reads request bodies and names everything that is wrong in them. */
@NullMarked
package io.slipway.gateway.rest.body;

import org.jspecify.annotations.NullMarked;
