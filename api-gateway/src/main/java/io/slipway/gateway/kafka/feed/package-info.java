/** The events that the gateway reads. */
@NullMarked
package io.slipway.gateway.kafka.feed;

import org.jspecify.annotations.NullMarked;
