/**
 * Running a Kafka Streams topology inside a service. Needs {@code kafka-streams} on the class path, which the kit itself
 * does not bring along; nothing here is a bean.
 */
@NullMarked
package io.slipway.kit.streams;

import org.jspecify.annotations.NullMarked;
