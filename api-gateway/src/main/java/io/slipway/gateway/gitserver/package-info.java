/** Git servers over HTTP. */
@NullMarked
package io.slipway.gateway.gitserver;

import org.jspecify.annotations.NullMarked;
