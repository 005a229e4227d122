/** API tokens: how they are made and recognised. */
@NullMarked
package io.slipway.gateway.domain.token;

import org.jspecify.annotations.NullMarked;
