/** Use cases of actions and statuses, and the ports that they need. */
@NullMarked
package io.slipway.gateway.app.deployment;

import org.jspecify.annotations.NullMarked;
