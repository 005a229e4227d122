/** People's tokens, as identity providers issue them by OpenID Connect. */
@NullMarked
package io.slipway.gateway.oidc;

import org.jspecify.annotations.NullMarked;
