/** What the gateway remembers: deployments, folded from the status events, and their logs. */
@NullMarked
package io.slipway.gateway.domain.history;

import org.jspecify.annotations.NullMarked;
