/** A single-node Kafka broker (KRaft) from Maven artifacts, in this JVM or as a process of its own. */
@NullMarked
package io.slipway.platform.kafka;

import org.jspecify.annotations.NullMarked;
