/** Webhooks of git providers. */
@NullMarked
package io.slipway.gateway.rest.git;

import org.jspecify.annotations.NullMarked;
