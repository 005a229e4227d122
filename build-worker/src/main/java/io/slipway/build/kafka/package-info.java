/** Commands in, results out. */
@NullMarked
package io.slipway.build.kafka;

import org.jspecify.annotations.NullMarked;
