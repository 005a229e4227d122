/** Finished runs in, output variables out. */
@NullMarked
package io.slipway.output.kafka;

import org.jspecify.annotations.NullMarked;
