/** People of organizations. */
@NullMarked
package io.slipway.gateway.domain.member;

import org.jspecify.annotations.NullMarked;
