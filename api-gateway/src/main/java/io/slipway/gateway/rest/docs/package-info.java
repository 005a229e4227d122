/** Descriptions of the interfaces, for machines. */
@NullMarked
package io.slipway.gateway.rest.docs;

import org.jspecify.annotations.NullMarked;
