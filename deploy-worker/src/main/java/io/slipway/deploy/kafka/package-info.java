/** Commands in, results and running state out. */
@NullMarked
package io.slipway.deploy.kafka;

import org.jspecify.annotations.NullMarked;
