/** Who calls: authentication by API token. */
@NullMarked
package io.slipway.gateway.rest.security;

import org.jspecify.annotations.NullMarked;
