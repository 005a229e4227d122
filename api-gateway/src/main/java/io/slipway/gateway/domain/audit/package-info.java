/** Who did what. */
@NullMarked
package io.slipway.gateway.domain.audit;

import org.jspecify.annotations.NullMarked;
