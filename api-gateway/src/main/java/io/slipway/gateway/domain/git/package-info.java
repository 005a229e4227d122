/** What git providers report, whichever they are. */
@NullMarked
package io.slipway.gateway.domain.git;

import org.jspecify.annotations.NullMarked;
