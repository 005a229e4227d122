/** Events in and out of Kafka. */
@NullMarked
package io.slipway.kit.kafka;

import org.jspecify.annotations.NullMarked;
