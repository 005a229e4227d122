/** Actions and statuses over HTTP. */
@NullMarked
package io.slipway.gateway.rest.deployment;

import org.jspecify.annotations.NullMarked;
