/** Creates, lists, revokes and recognises API tokens. */
@NullMarked
package io.slipway.gateway.app.token;

import org.jspecify.annotations.NullMarked;
