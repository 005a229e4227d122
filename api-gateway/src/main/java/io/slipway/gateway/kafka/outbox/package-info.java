/** Sends the outbox to Kafka. */
@NullMarked
package io.slipway.gateway.kafka.outbox;

import org.jspecify.annotations.NullMarked;
