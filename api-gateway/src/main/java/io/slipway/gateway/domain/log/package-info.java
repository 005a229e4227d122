/** What readers ask of logs. */
@NullMarked
package io.slipway.gateway.domain.log;

import org.jspecify.annotations.NullMarked;
