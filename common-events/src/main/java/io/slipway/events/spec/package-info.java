/** The desired configuration of an environment, as the gateway publishes it on {@code environment.spec}. */
@NullMarked
package io.slipway.events.spec;

import org.jspecify.annotations.NullMarked;
