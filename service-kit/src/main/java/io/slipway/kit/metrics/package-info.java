/** Names and helpers of metrics. */
@NullMarked
package io.slipway.kit.metrics;

import org.jspecify.annotations.NullMarked;
