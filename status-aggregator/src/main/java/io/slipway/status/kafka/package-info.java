/** The topology and what it needs of Kafka Streams. */
@NullMarked
package io.slipway.status.kafka;

import org.jspecify.annotations.NullMarked;
