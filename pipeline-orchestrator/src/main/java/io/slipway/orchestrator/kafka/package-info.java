/** Kafka Streams: records become events of the core, its commands become records, its state lives in a store. */
@NullMarked
package io.slipway.orchestrator.kafka;

import org.jspecify.annotations.NullMarked;
